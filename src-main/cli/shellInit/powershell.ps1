# latchkey shell-init powershell: lk, completion and the prompt.
# In $PROFILE: latchkey shell-init powershell | Out-String | Invoke-Expression
function global:__latchkey { & @COMMAND@ @args }

# Keys for this shell: letters of a profile, or nothing to choose one; - or --unset is the way back.
function global:lk {
    if ($args.Count -gt 0 -and $args[0] -in '-', '--unset') {
        $text = __latchkey env --unset --shell powershell | Out-String
    } else {
        $before = $env:LATCHKEY_PROFILE
        try {
            $env:LATCHKEY_PROFILE = $null
            $text = __latchkey env @args --shell powershell | Out-String
        } finally {
            $env:LATCHKEY_PROFILE = $before
        }
    }
    # Anything else, such as help, is for reading.
    if ($text.StartsWith('Remove-Item Env:')) { Invoke-Expression $text } elseif ($text) { $text.TrimEnd() }
}

# The profile and the minutes left; starts no process.
function global:latchkey_prompt {
    if (-not $env:LATCHKEY_PROFILE) { return '' }
    $name = $env:LATCHKEY_PROFILE -replace '\p{Cc}', '?'
    $end = [DateTimeOffset]::MinValue
    if (-not [DateTimeOffset]::TryParse($env:AWS_CREDENTIAL_EXPIRATION, [Globalization.CultureInfo]::InvariantCulture, 'AssumeUniversal', [ref]$end)) { return $name }
    $left = [Math]::Floor(($end - [DateTimeOffset]::UtcNow).TotalMinutes)
    if ($left -lt 0) { "$name expired" } else { "$name ${left}m" }
}

# The title of the terminal says which profile this shell has, in red where it is production.
if (-not (Test-Path Function:\__latchkey_own_prompt)) {
    Copy-Item Function:\prompt Function:\global:__latchkey_own_prompt
}
function global:prompt {
    $global:LATCHKEY_PROMPT = latchkey_prompt
    if (-not [Console]::IsOutputRedirected) {
        if ($env:LATCHKEY_PROFILE) {
            if ($null -eq $global:__latchkey_title) { $global:__latchkey_title = "$($Host.UI.RawUI.WindowTitle)" }
            $mark = if (",$env:LATCHKEY_LABELS," -match ',production,') { [char]::ConvertFromUtf32(0x1F534) + ' ' } else { '' }
            $Host.UI.RawUI.WindowTitle = $mark + ($env:LATCHKEY_PROFILE -replace '\p{Cc}', '?')
        } elseif ($null -ne $global:__latchkey_title) {
            $Host.UI.RawUI.WindowTitle = $global:__latchkey_title
            $global:__latchkey_title = $null
        }
    }
    __latchkey_own_prompt
}

# Asked of the agent at most once a minute, and of none that does not run.
function global:__latchkey_names {
    if ($null -eq $global:__latchkey_names_at -or ([DateTime]::UtcNow - $global:__latchkey_names_at).TotalSeconds -gt 60) {
        $global:__latchkey_names_at = [DateTime]::UtcNow
        $global:__latchkey_names_text = @(__latchkey complete-profiles 2>$null)
    }
    $global:__latchkey_names_text | ForEach-Object { ($_ -split "`t")[0] }
}
Register-ArgumentCompleter -Native -CommandName lk, latchkey -ScriptBlock {
    param($word, $tree, $position)
    $words = @($tree.CommandElements | ForEach-Object { "$_" } | Select-Object -Skip 1 | Where-Object { $_ -notlike '-*' -and $_ -ne $word })
    $fitting = if ("$($tree.CommandElements[0])" -ne 'lk' -and $words.Count -eq 0) {
        @COMMANDS@
    } elseif ("$($tree.CommandElements[0])" -eq 'lk' -or $words[0] -in @(@PROFILE_COMMANDS@)) {
        __latchkey_names
    }
    $fitting | Where-Object { $_ -like "$([WildcardPattern]::Escape($word))*" } | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
