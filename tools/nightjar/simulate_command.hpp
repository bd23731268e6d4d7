#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar simulate OUT/ [--seed N] [--serve PORT]`: labelled footage, and the same as live cameras.
/// Exit code: 0 done, 1 stopped before the footage was complete, 2 wrong input.
void add_simulate_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
