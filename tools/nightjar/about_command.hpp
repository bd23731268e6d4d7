#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `about`: what is held on one mark, listed, exported or erased.
void add_about_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
