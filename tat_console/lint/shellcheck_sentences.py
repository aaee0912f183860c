"""What ShellCheck most often says, so that it can be said in the language of the user.

Its sentences stand in its wiki (https://www.shellcheck.net/wiki/); those that are not here are
shown as they come.
"""

from __future__ import annotations

import re
from typing import Final

from tat_console.lint.shellcheck_rarer import RARER
from tat_console.support.i18n import N_, _

_OFTEN: Final = (
    N_("$/${} is unnecessary on arithmetic variables."),
    N_("Avoid x-prefix in comparisons as it no longer serves a purpose."),
    N_("break is only valid in loops."),
    N_("Check exit code directly with e.g. 'if ! mycmd;', not indirectly with $?."),
    N_("Check exit code directly with e.g. 'if mycmd;', not indirectly with $?."),
    N_("Command appears to be unreachable. Check usage (or ignore if invoked indirectly)."),
    N_("Consider using 'grep -c' instead of 'grep|wc -l'."),
    N_("Consider using pgrep instead of grepping ps output."),
    N_("Consider using { cmd1; cmd2; } >> file instead of individual redirects."),
    N_("continue is only valid in loops."),
    N_("Couldn't find 'done' for this 'do'."),
    N_("Couldn't find 'fi' for this 'if'."),
    N_("Couldn't parse this brace group. Fix to allow more checks."),
    N_("Couldn't parse this command expansion. Fix to allow more checks."),
    N_("Couldn't parse this double quoted string. Fix to allow more checks."),
    N_("Couldn't parse this for loop. Fix to allow more checks."),
    N_("Couldn't parse this function. Fix to allow more checks."),
    N_("Couldn't parse this if expression. Fix to allow more checks."),
    N_("Couldn't parse this simple command. Fix to allow more checks."),
    N_("Couldn't parse this single quoted string. Fix to allow more checks."),
    N_("Couldn't parse this test expression. Fix to allow more checks."),
    N_("Couldn't parse this while loop. Fix to allow more checks."),
    N_("Declare and assign separately to avoid masking return values."),
    N_("Did you forget the 'then' for this 'if'?"),
    N_("Don't use $ on the left side of assignments."),
    N_(
        "Don't use ls | grep. Use a glob or a for loop with a condition to allow "
        "non-alphanumeric filenames."
    ),
    N_("Don't use variables in the printf format string. Use printf '..%s..' \"$foo\"."),
    N_("Double quote array expansions to avoid re-splitting elements."),
    N_("Double quote to prevent globbing and word splitting."),
    N_("egrep is non-standard and deprecated. Use grep -E instead."),
    N_("Expected 'done' matching previously mentioned 'do'."),
    N_("Expected 'fi' matching previously mentioned 'if'."),
    N_("expr is antiquated. Consider rewriting this using $((..)), ${} or [[ ]]."),
    N_("Expressions don't expand in single quotes, use double quotes for that."),
    N_("fgrep is non-standard and deprecated. Use grep -F instead."),
    N_("For loops over find output are fragile. Use find -exec or a while read loop."),
    N_("Instead of 'let expr', prefer (( expr )) ."),
    N_("Iterating over ls output is fragile. Use globs."),
    N_("Literal carriage return. Run script through tr -d '\\r' ."),
    N_("Note that A && B || C is not if-then-else. C may run when A is true."),
    N_("Note that, unescaped, this expands on the client side."),
    N_("Prefer [ p ] && [ q ] as [ p -a q ] is not well defined."),
    N_("Prefer [ p ] || [ q ] as [ p -o q ] is not well defined."),
    N_("Prefer mapfile or read -a to split command output (or quote to avoid splitting)."),
    N_("Quote the right-hand side of == in [[ ]] to prevent glob matching."),
    N_("Quote this to prevent word splitting."),
    N_("Quote to prevent word splitting/globbing, or split robustly with mapfile or read -a."),
    N_("read without -r will mangle backslashes."),
    N_("Remove quotes from right-hand side of =~ to match as a regex rather than literally."),
    N_("Remove spaces around = to assign (or use [ ] to compare, or quote '=' if literal)."),
    N_("Remove surrounding $() to avoid executing output (or use eval if intentional)."),
    N_("See if you can use ${variable//search/replace} instead."),
    N_("The mentioned syntax error was in this brace group."),
    N_("The mentioned syntax error was in this case expression."),
    N_("The mentioned syntax error was in this command expansion."),
    N_("The mentioned syntax error was in this double quoted string."),
    N_("The mentioned syntax error was in this for loop."),
    N_("The mentioned syntax error was in this function."),
    N_("The mentioned syntax error was in this if expression."),
    N_("The mentioned syntax error was in this simple command."),
    N_("The mentioned syntax error was in this single quoted string."),
    N_("The mentioned syntax error was in this test expression."),
    N_("The mentioned syntax error was in this then clause."),
    N_("The mentioned syntax error was in this while loop."),
    N_("The surrounding quotes actually unquote this. Remove or escape them."),
    N_("This expression is constant. Did you forget a $ somewhere?"),
    N_("This expression is constant. Did you forget the $ on a variable?"),
    N_("This is interpreted as a shell file redirection, not a comparison."),
    N_("This loop will only ever run once. Bad quoting or missing glob/expansion?"),
    N_("This redirection doesn't have a command. Move to its command (or use 'true' as no-op)."),
    N_("Tilde does not expand in quotes. Use $HOME."),
    N_("Tips depend on target shell and yours is unknown. Add a shebang or a 'shell' directive."),
    N_("To read lines rather than words, pipe/redirect to a 'while read' loop."),
    N_("To redirect stdout+stderr, 2>&1 must be last (or use '{ cmd > file; } 2>&1' to clarify)."),
    N_('Use "$@" (with quotes) to prevent whitespace problems.'),
    N_('Use "${var:?}" to ensure this never expands to / .'),
    N_("Use $(...) notation instead of legacy backticks `...`."),
    N_("Use 'cd ... || exit' or 'cd ... || return' in case cd fails."),
    N_(
        "Use 'find .. -print0 | xargs -0 ..' or 'find .. -exec .. +' to allow "
        "non-alphanumeric filenames."
    ),
    N_("Use -n instead of ! -z."),
    N_("Use -z instead of ! -n."),
    N_("Use ./*glob* or -- *glob* so names with dashes won't become options."),
    N_("Use a ( subshell ) to avoid having to cd back."),
    N_("Use find instead of ls to better handle non-alphanumeric filenames."),
    N_("Use grep -q instead of comparing output with [ -n .. ]."),
    N_("Useless cat. Consider 'cmd < file | ..' or 'cmd file | ..' instead."),
    N_("Useless echo? Instead of 'cmd $(echo foo)', just use 'cmd foo'."),
    N_("Useless echo? Instead of 'echo $(cmd)', just use 'cmd'."),
    N_("When breaking lines in [ ], you need \\ before the linefeed."),
    N_("When used with -p, -m only applies to the deepest directory."),
    N_("You need a space after the [ and before the ]."),
)
"""Those that are always the same and that everybody meets."""

SENTENCES: Final = (*_OFTEN, *RARER)
"""All that are always the same."""

TEMPLATES: Final = (
    N_("{name} is referenced but not assigned."),
    N_("{name} appears unused. Verify use (or export if used externally)."),
    N_("Expected {name}. Fix any mentioned problems and try again."),
    N_("Missing {name}. Fix any mentioned problems and try again."),
    N_("Unexpected {name}. Fix any mentioned problems and try again."),
    N_("This {name} is literal. Check expression (missing ;/\\n?) or quote it."),
    N_("Not following: {name} was not specified as input (see shellcheck -x)."),
    N_("This pattern always overrides a later one on line {line}."),
    N_("This pattern never matches because of a previous pattern on line {line}."),
)
"""Those with a name or a number in them."""


def in_own_language(sentence: str) -> str:
    """A sentence of ShellCheck in the language of the user, where it is known."""
    for template in TEMPLATES:
        if found := _pattern(template).fullmatch(sentence):
            return _(template).format(**found.groupdict())
    return _(sentence)


def _pattern(template: str) -> re.Pattern[str]:
    """What a sentence made of the template looks like."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template)))
