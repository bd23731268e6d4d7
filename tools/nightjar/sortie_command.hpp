#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar sortie start|stop|coverage SITE FEED`: who flies a drone, why, and where it has looked.
void add_sortie_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
