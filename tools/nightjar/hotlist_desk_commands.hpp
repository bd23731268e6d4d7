#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `lookup`, `add` and `cancel` of `nightjar hotlist`: what is asked of a running worker.
void add_hotlist_desk_commands(CLI::App& hotlist, int& exit_code);

}  // namespace nightjar
