#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar keys new NAME --out DIR`.
void add_keys_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
