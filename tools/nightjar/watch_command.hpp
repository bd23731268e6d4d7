#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar watch`: the alerts of a site on a terminal, or as JSON lines, until stopped.
/// Exit code: 0 stopped, 2 wrong input.
void add_watch_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
