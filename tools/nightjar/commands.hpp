#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// Makes every command known to the command line. A command sets `exit_code`: 0 done, 1 ran and failed,
/// 2 wrong input.
void add_commands(CLI::App& app, int& exit_code);

}  // namespace nightjar
