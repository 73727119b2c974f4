using Microsoft.PowerShell;

// A PowerShell for machines that have none. PSModulePath names the modules that lie beside it.
return ConsoleShell.Start("", "", args);
