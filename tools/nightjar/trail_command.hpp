#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// nightjar trail SITE.toml: who did, looked up and opened what. Sets the exit code when it has run.
void add_trail_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
