#include "tools/nightjar/commands.hpp"

#include "tools/nightjar/about_command.hpp"
#include "tools/nightjar/accept_command.hpp"
#include "tools/nightjar/act_command.hpp"
#include "tools/nightjar/bench_command.hpp"
#include "tools/nightjar/check_command.hpp"
#include "tools/nightjar/export_command.hpp"
#include "tools/nightjar/hold_command.hpp"
#include "tools/nightjar/hotlist_command.hpp"
#include "tools/nightjar/journal_command.hpp"
#include "tools/nightjar/keys_command.hpp"
#include "tools/nightjar/locate_command.hpp"
#include "tools/nightjar/read_command.hpp"
#include "tools/nightjar/replay_command.hpp"
#include "tools/nightjar/run_command.hpp"
#include "tools/nightjar/score_command.hpp"
#include "tools/nightjar/simulate_command.hpp"
#include "tools/nightjar/sortie_command.hpp"
#include "tools/nightjar/trail_command.hpp"
#include "tools/nightjar/watch_command.hpp"

namespace nightjar {

void add_commands(CLI::App& app, int& exit_code) {
  add_run_command(app, exit_code);
  add_check_command(app, exit_code);
  add_watch_command(app, exit_code);
  add_read_command(app, exit_code);
  add_locate_command(app, exit_code);
  add_replay_command(app, exit_code);
  add_score_command(app, exit_code);
  add_simulate_command(app, exit_code);
  add_hotlist_command(app, exit_code);
  add_act_command(app, exit_code);
  add_accept_command(app, exit_code);
  add_sortie_command(app, exit_code);
  add_hold_command(app, exit_code);
  add_about_command(app, exit_code);
  add_export_command(app, exit_code);
  add_trail_command(app, exit_code);
  add_journal_command(app, exit_code);
  add_keys_command(app, exit_code);
  add_bench_command(app, exit_code);
}

}  // namespace nightjar
