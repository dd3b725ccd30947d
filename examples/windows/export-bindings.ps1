<#
.SYNOPSIS
    Writes what decides about certificates on this machine into one folder, for whichcert bindings.

.DESCRIPTION
    Reads only: nothing on the machine is changed, and no private key, password or file content is written.
    Needs Windows PowerShell 5.1 or later and an elevated prompt; IIS and its modules are used where they are installed.

    Afterwards, on any machine:
        whichcert bindings FOLDER
        whichcert shop.example --bindings FOLDER

.EXAMPLE
    .\export-bindings.ps1 -Folder C:\Temp\bindings
#>
[CmdletBinding()]
param(
    [string] $Folder = (Join-Path (Get-Location) 'bindings'),

    # The Central Certificate Store, if there is one: only the names of its files are written.
    [string] $CentralStore = ''
)

$ErrorActionPreference = 'Stop'
New-Item -ItemType Directory -Force -Path $Folder | Out-Null

function Write-Json([string] $Name, $Value) {
    $json = ConvertTo-Json -InputObject @($Value) -Depth 4
    [System.IO.File]::WriteAllText((Join-Path $Folder $Name), $json, (New-Object System.Text.UTF8Encoding $false))
}

# The rows of http.sys, and the addresses that it listens on.
& netsh.exe http show sslcert | Out-File -Encoding unicode (Join-Path $Folder 'sslcert.txt')
& netsh.exe http show iplisten | Out-File -Encoding unicode (Join-Path $Folder 'iplisten.txt')

# The same rows from the registry: neither localised nor cut.
$parameters = 'HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters'
foreach ($table in 'SslBindingInfo', 'SslSniBindingInfo', 'SslCcsBindingInfo') {
    if (Test-Path "Registry::$parameters\$table") {
        & reg.exe export "$parameters\$table" (Join-Path $Folder "$table.reg") /y | Out-Null
    }
}

# Sites and their bindings. Applications are left out: they may hold user names.
$configuration = Join-Path $env:windir 'System32\inetsrv\config\applicationHost.config'
if (Test-Path $configuration) {
    [xml] $xml = Get-Content -Raw $configuration
    foreach ($application in @($xml.SelectNodes('/configuration/system.applicationHost/sites//application'))) {
        [void] $application.ParentNode.RemoveChild($application)
    }
    $sites = $xml.SelectSingleNode('/configuration/system.applicationHost/sites')
    if ($null -ne $sites) {
        $text = '<configuration><system.applicationHost>' + $sites.OuterXml + '</system.applicationHost></configuration>'
        [System.IO.File]::WriteAllText((Join-Path $Folder 'sites.config'), $text)
    }
}
$appcmd = Join-Path $env:windir 'System32\inetsrv\appcmd.exe'
if (Test-Path $appcmd) {
    & $appcmd list site | Out-File -Encoding unicode (Join-Path $Folder 'appcmd.txt')
}
if (Get-Module -ListAvailable -Name WebAdministration) {
    Import-Module WebAdministration
    Write-Json 'webbindings.json' (Get-WebBinding -Protocol https |
        Select-Object protocol, bindingInformation, sslFlags, certificateHash, certificateStoreName, ItemXPath)
}

# The machine's certificates: public data, and whether there is a private key.
$certificates = foreach ($store in 'My', 'WebHosting') {
    if (Test-Path "Cert:\LocalMachine\$store") {
        foreach ($certificate in Get-ChildItem "Cert:\LocalMachine\$store") {
            [pscustomobject] @{
                Store         = $store
                Thumbprint    = $certificate.Thumbprint
                Subject       = $certificate.Subject
                NotBefore     = $certificate.NotBefore.ToUniversalTime().ToString('o')
                NotAfter      = $certificate.NotAfter.ToUniversalTime().ToString('o')
                HasPrivateKey = $certificate.HasPrivateKey
                DnsNameList   = @($certificate.DnsNameList | ForEach-Object { $_.Punycode })
                RawData       = [Convert]::ToBase64String($certificate.RawData)
            }
        }
    }
}
Write-Json 'certificates.json' $certificates

# Which Windows this is, and its own addresses.
$addresses = [System.Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces() |
    ForEach-Object { $_.GetIPProperties().UnicastAddresses } |
    ForEach-Object { $_.Address.ToString() }
$files = $null
if ($CentralStore -ne '') {
    $files = @(Get-ChildItem -Path $CentralStore -Filter '*.pfx' | ForEach-Object { $_.Name })
}
Write-Json 'machine.json' ([pscustomobject] @{
        SystemVersion = [Environment]::OSVersion.Version.ToString()
        Addresses     = @($addresses)
        CentralFiles  = $files
    })

Write-Output "Written to $Folder. Next, on any machine: whichcert bindings $Folder"
