Feature: Tags

  Scenario: A branch gets its own image
    Given the branch "feature/x"
    When its image is pushed
    Then its tag is "feature-x"
