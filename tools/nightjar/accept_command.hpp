#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar accept SITE LIST`: takes a list into force that was refused, by a running worker or at a start.
void add_accept_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
