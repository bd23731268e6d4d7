#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `export`: one alert as a bundle for a case, and the proof of one.
void add_export_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
