namespace KegImages.Logins;

/// <summary>The seam to wherever logins are kept.</summary>
public interface ICredentialSource
{
    /// <summary>The login to a registry; null when there is none, and access is anonymous.</summary>
    /// <param name="host">The registry's host and port as in an image reference; <c>docker.io</c> for Docker Hub.</param>
    /// <exception cref="FailedException">A credential helper could not be started or failed.</exception>
    Task<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken);
}
