#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar hotlist check FILE…`: what lists hold and what is wrong with them.
/// Exit code: 0 all load whole, 1 one would load without the lines it names, 2 one would be refused.
void add_hotlist_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
