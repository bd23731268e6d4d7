#pragma once

namespace CLI {
class App;
}

namespace nightjar {

void add_replay_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
