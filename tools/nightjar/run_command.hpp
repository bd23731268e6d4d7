#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar run SITE`: the main job, until SIGINT or SIGTERM.
void add_run_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
