#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar check SITE.toml`: what a site file was understood to mean, its lists included.
/// Exit code: 0 it can be run, 2 it cannot, and every reason is on stderr.
void add_check_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
