#include "tools/nightjar/journal_watch.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <utility>

#include "alerts/health_alerts.hpp"
#include "alerts/journal_check.hpp"
#include "alerts/journal_folder.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

void raise(const Site& site, const JournalSoundness& journal, const std::function<void(AlertParcel)>& post) {
  const auto now = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  for (const ChannelSite& channel : site.channels) {
    std::string first;
    std::size_t others = 0;
    for (const JournalFinding& finding : journal.findings) {
      if (!finding.channel.empty() && finding.channel != channel.name) continue;
      if (first.empty())
        first = finding.words;
      else
        ++others;
    }
    if (first.empty()) continue;
    HealthAlerts health(about_system(channel.name, "journal check", site.version));
    if (others > 0) first += fmt::format("; and {} more findings", others);
    if (auto parcel = health.fail("damaged", first, now)) post(std::move(*parcel));
  }
}

void check(const Site& site, const std::stop_token& stop, const std::function<void(AlertParcel)>& post) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);  // signals are the main thread's business
  try {
    JournalCheckOptions options;
    options.pages = false;  // one long look at the file would keep its log from being folded
    options.pause = 20ms;
    options.go_on = [&stop](double) { return !stop.stop_requested(); };
    const JournalSoundness journal = JournalCheck(site.journal, std::move(options)).run();
    if (!journal.finished) return;
    if (journal.found == 0) {
      spdlog::info("journal: all of it is sound");  // how much there is would tell of restricted channels
    } else {
      spdlog::critical("journal: NOT SOUND, {} findings; `nightjar journal verify` names them",
                       journal.found);
    }
    raise(site, journal, post);
  } catch (const JournalError& error) {
    spdlog::error("{}", error.what());
  }
}

}  // namespace

JournalWatch::JournalWatch(const Site& site, std::function<void(AlertParcel)> post)
    : thread_([&site, post = std::move(post)](const std::stop_token& stop) { check(site, stop, post); }) {}

}  // namespace nightjar
