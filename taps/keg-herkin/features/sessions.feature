Feature: Sessions

  Scenario: A visitor sees every session
    Given an event with 3 sessions
    When the visitor opens the list
    Then 3 sessions are shown

  Scenario: A session without a speaker says so
    Given a session with no speaker
    When the visitor opens the list
    Then its speaker is "to be announced"
