#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `nightjar act SITE ALERT ACTION`: what a person does to an alert.
void add_act_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
