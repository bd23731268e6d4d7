#pragma once

namespace CLI {
class App;
}

namespace nightjar {

/// `journal verify`: whether a journal is as it was written.
void add_journal_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
