#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `hold`: keeps an alert, a sortie or a mark beyond its time, for a case.
void add_hold_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
