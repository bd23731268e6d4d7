#include "tools/nightjar/run_command.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>
#include <opencv2/core/utility.hpp>

#include "alerts/journal_folder.hpp"
#include "config/shown_site_text.hpp"
#include "config/site_file.hpp"
#include "tools/nightjar/assemble.hpp"
#include "tools/nightjar/feed_set.hpp"
#include "tools/nightjar/hotlist_reload.hpp"
#include "tools/nightjar/journal_watch.hpp"
#include "tools/nightjar/kept_reads.hpp"
#include "tools/nightjar/load_hotlists.hpp"
#include "tools/nightjar/open_counts.hpp"
#include "tools/nightjar/room_desk.hpp"
#include "tools/nightjar/site_keys.hpp"
#include "tools/nightjar/stop_signals.hpp"
#include "tools/nightjar/worker_record.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

int refused(const std::vector<std::string>& lines) {
  for (const std::string& line : lines) fmt::print(stderr, "{}\n", line);
  return 2;
}

/// Strangers' connections use up descriptors; as many as the machine allows keep the room served.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

CaptureTime now() {
  return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
}

void log_counts(const Site& site, const FeedSet& feeds, const AlertOutlet& outlet) {
  for (const std::string& line : feeds.summary()) spdlog::info("{}", line);
  const std::string busy =
      fmt::format("; processor {:.1f} s", static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
  spdlog::info("alerts: {}{}", open_counts(site, outlet.counts()), busy);
}

HotlistReloadOptions reload_options(AlertOutlet& outlet) {
  HotlistReloadOptions options;
  options.post = [&outlet](AlertParcel parcel) { outlet.post(std::move(parcel)); };
  options.judge = [&outlet](std::shared_ptr<const HotlistMatcher> now) { outlet.judge(std::move(now)); };
  return options;
}

AlertOutletOptions guarded(AlertOutletOptions options, std::shared_ptr<KeyGate> gate) {
  options.delivery.publisher.gate = std::move(gate);
  return options;
}

/// What is needed to watch, in the order in which it is opened.
struct Room {
  Room(const Site& site, const HotlistsLoad& hotlists, const std::shared_ptr<KeyGate>& gate)
      : outlet(guarded(outlet_options(site), gate)),
        lists(std::make_shared<HotlistsInForce>(std::make_shared<const HotlistMatcher>(hotlists.lists))),
        reads(std::make_shared<KeptReads>(site, lists)),
        reload(site, hotlists.lists, lists, reads, reload_options(outlet)),
        sorties(site, [this](AlertParcel parcel) { outlet.post(std::move(parcel)); }),
        sortie_retention(retention_options(site), outlet),
        desk(site, outlet, sorties,
             {.current = [this] { return lists->current(); },
              .put = [this](TermedHotlist own) { reload.put(std::move(own)); },
              .accept =
                  [this](const std::string& list, const std::string& channel) {
                    const WatchedList::Acceptance accepted = reload.accept(list, channel);
                    return ListAccepted{accepted.done, accepted.words};
                  }},
             record_sources(), gate),
        watch(site, [this](AlertParcel parcel) { outlet.post(std::move(parcel)); }) {
    outlet.judge(lists->current());  // alerts from before the start may have lost their entries
    reload.start();
  }

  [[nodiscard]] SortieRetentionOptions retention_options(const Site& site) const {
    SortieRetentionOptions options = sortie_retention_options(site);
    options.is_flying = [this](const Sortie& sortie) { return sorties.flying(sortie.feed) == sortie.id; };
    return options;
  }

  [[nodiscard]] RecordSources record_sources() const {
    RecordSources sources;
    sources.shown_site = site_text_on;
    sources.software = software_name();
    sources.reads = [kept = reads](const std::string& channel, const std::string& mark) {
      return kept->of_mark(channel, mark);
    };
    sources.forget_reads = [kept = reads](const std::string& channel, const std::string& mark) {
      return kept->erase(channel, mark);
    };
    return sources;
  }

  AlertOutlet outlet;
  std::shared_ptr<HotlistsInForce> lists;
  std::shared_ptr<KeptReads> reads;
  HotlistReload reload;
  SortieBoard sorties;
  SortieRetention sortie_retention;
  RoomDesk desk;
  JournalWatch watch;
};

void log_counts(const KeyGate& gate) {
  const GateCounts counts = gate.counts();
  spdlog::info(
      "keys: {} connections, {} let in; turned away {} with an unknown key, {} not cleared, {} revoked, {} "
      "without "
      "a key for this worker, {} broken off",
      counts.connections, counts.admitted, counts.unknown, counts.not_cleared, counts.revoked,
      counts.no_handshake, counts.broken_off);
}

void run_until_stopped(const Site& site, Room& room, const KeyGate* gate, StopSignals& signals) {
  AlertOutlet& outlet = room.outlet;
  FeedSet feeds(site, room.lists, outlet, room.sorties,
                [reads = room.reads](const std::string& feed, const PipelineYield& yield) {
                  reads->add(feed, yield, now());
                });
  spdlog::info("running: site {}, {} feeds, {} lists, {} channels", site.name, site.feeds.size(),
               site.hotlists.size(), site.channels.size());
  auto next_counts = std::chrono::steady_clock::now() + 10s;
  while (!signals.wait_for(1s)) {
    if (signals.take_reload()) room.reload.reload();
    room.desk.look_at_the_clock();
    room.sorties.look_at_the_clock(std::chrono::steady_clock::now(), now());
    room.sortie_retention.run(std::chrono::steady_clock::now());
    if (std::chrono::steady_clock::now() < next_counts) continue;
    log_counts(site, feeds, outlet);
    if (gate != nullptr) log_counts(*gate);
    for (const std::string& line : room.reads->summary()) spdlog::info("{}", line);
    next_counts += 10s;
  }
  spdlog::info("stopping: feeds first, then what they still have to say");
  feeds.stop();
  room.sorties.leave();
  outlet.drain();
  log_counts(site, feeds, outlet);
  if (gate != nullptr) log_counts(*gate);
}

int run_site(const std::string& file) {
  StopSignals signals(StopSignals::Hangup::reloads);
  const SiteLoad load = load_site(file);
  if (!load.site) return refused(load.errors);
  const HotlistsLoad hotlists = load_hotlists(load.site->hotlists, load.site->journal);
  std::vector<std::string> errors = hotlists.open_errors;
  for (std::string& trouble : key_trouble(*load.site)) errors.push_back(std::move(trouble));
  if (!errors.empty()) return refused(errors);
  raise_descriptor_limit();
  cv::setNumThreads(1);           // one thread a feed; OpenCV's own would only fight them for the cores
  std::shared_ptr<KeyGate> gate;  // outlives the room's sockets
  std::optional<Room> room;
  try {
    gate = make_key_gate(*load.site);
    room.emplace(*load.site, hotlists, gate);
  } catch (const std::runtime_error& error) {  // the journal, a channel or a desk
    return refused({fmt::format("{}: {}", file, error.what())});
  }
  note_start(room->outlet, *load.site);
  run_until_stopped(*load.site, *room, gate.get(), signals);
  room.reset();
  spdlog::info("stopped");
  return 0;
}

}  // namespace

void add_run_command(CLI::App& app, int& exit_code) {
  CLI::App* run = app.add_subcommand("run", "Watch every feed of a site and send its alerts, until stopped");
  const auto file = std::make_shared<std::string>();
  run->add_option("SITE", *file, "The site file (TOML)")->required();
  run->callback([file, &exit_code] {
    spdlog::set_default_logger(spdlog::stderr_color_mt("nightjar"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
    exit_code = run_site(*file);
  });
}

}  // namespace nightjar
