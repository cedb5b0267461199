/** Each script asks `kmspol complete -- WORDS` for lines of value, tab, description. What is typed is passed on, never evaluated. */
const bash = `# kmspol completion for bash
_kmspol() {
  local line="\${COMP_LINE:0:COMP_POINT}" words reply
  IFS=$' \\t\\n' read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  local current="\${words[\${#words[@]}-1]}"
  # Bash takes a colon for the end of a word: what stands before it is in place already.
  local before="\${current%"\${COMP_WORDS[COMP_CWORD]}"}"
  COMPREPLY=()
  while IFS=$'\\t' read -r reply _; do
    [[ $reply == "$current"* ]] && COMPREPLY+=("\${reply#"$before"}")
  done < <(kmspol complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o bashdefault -o default -F _kmspol kmspol
`;

const zsh = `#compdef kmspol
# kmspol completion for zsh
_kmspol() {
  local -a lines found
  local line
  lines=("\${(@f)$(kmspol complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    [[ -n $line ]] || continue
    local value="\${\${line%%$'\\t'*}//:/\\\\:}" about="\${line#*$'\\t'}"
    found+=("$value\${about:+:$about}")
  done
  (( \${#found} )) && _describe -t words kmspol found && return
  _files
}
(( \${+functions[compdef]} )) && compdef _kmspol kmspol
`;

const fish = `# kmspol completion for fish
function __kmspol_complete
  set -l words (commandline -opc)
  set -e words[1]
  set -l current (commandline -ct)
  set -l found
  for line in (kmspol complete -- $words "$current" 2>/dev/null)
    test (string sub -l (string length -- "$current") -- $line) = "$current"; and set -a found $line
  end
  if set -q found[1]
    printf '%s\\n' $found
  else
    __fish_complete_path "$current"
  end
end
complete -c kmspol -f -a '(__kmspol_complete)'
`;

/** What is offered is quoted where it is more than a plain word; curly quotes end a text of PowerShell as straight ones do. An empty word in quotes: PowerShell before 7.3 passes no empty arguments to a program. */
const powershell = `# kmspol completion for PowerShell
Register-ArgumentCompleter -Native -CommandName kmspol -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements |
    Select-Object -Skip 1 |
    Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or ($_.Extent.EndOffset -eq $cursorPosition -and $wordToComplete -eq '') } |
    ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text } })
  $last = if ($wordToComplete -ne '') { $wordToComplete } elseif ($PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { '' }
  foreach ($line in @(& kmspol complete -- @words $last 2>$null)) {
    $value, $about = $line -split "\`t", 2
    if (-not $value -or -not $value.StartsWith($wordToComplete)) { continue }
    $text = if ($value -match '^[\\w./:=@+-]+$' -and -not $value.StartsWith('@')) { $value } else { "'" + ($value -replace '[\\u0027\\u2018-\\u201b]', '$0$0') + "'" }
    $tip = if ($about) { $about } else { $value }
    [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $tip)
  }
}
`;

/** The script that a shell loads. */
export const completionScript = (shell: "bash" | "zsh" | "fish" | "powershell"): string =>
  ({ bash, zsh, fish, powershell })[shell];
