#include "tools/nightjar/site_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "alerts/heat_alerts.hpp"
#include "alerts/key_folder.hpp"
#include "alerts/key_list.hpp"
#include "ingest/feed_address.hpp"
#include "ingest/make_frame_source.hpp"
#include "ingest/own/own_position_line.hpp"
#include "ingest/own/own_positions.hpp"
#include "processing/hotlist/hotlist_date.hpp"
#include "tools/nightjar/assemble.hpp"
#include "tools/nightjar/expected_hits.hpp"
#include "tools/nightjar/load_hotlists.hpp"

namespace nightjar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kRow = "{:<9} {}\n";

std::string_view word_of(AlertHandling handling) {
  switch (handling) {
    case AlertHandling::alarm:
      return "alarm";
    case AlertHandling::queue:
      return "queue";
    case AlertHandling::record:
      break;
  }
  return "record";
}

std::string_view word_of(RtspTransport transport) {
  switch (transport) {
    case RtspTransport::tcp:
      return "TCP";
    case RtspTransport::udp:
      return "UDP";
    case RtspTransport::automatic:
      break;
  }
  return "UDP, then TCP";
}

/// The folder itself, or the nearest one above it that is there.
fs::path nearest_existing(fs::path folder) {
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  return folder;
}

/// Who may come in, by name.
std::string key_words(const ChannelSite& channel) {
  if (!channel.encrypted) return {};
  std::string words = "\n          encrypted, for the keys in " + channel.clients.string() + ":";
  KeyList list(channel.name, channel.restricted);
  const std::vector<CurveKey> keys = read_key_folder(channel.clients).keys;
  (void)list.replace(keys);
  bool any = false;
  for (const CurveKey& key : keys) {
    if (!list.cleared(key.public_key)) continue;
    words += fmt::format("{} {} ({})", std::exchange(any, true) ? "," : "", key.name, name_of(key.role));
  }
  return any ? words : words + " nobody yet";
}

std::string channel_words(const ChannelSite& channel) {
  return fmt::format("{}{}: live {}, {}, kept {} days", channel.name,
                     channel.restricted ? ", restricted" : "", channel.live,
                     channel.desk.empty() ? "no desk" : "desk " + channel.desk, channel.retention_days) +
         key_words(channel);
}

std::string hotlist_words(const HotlistSite& hotlist, const HotlistIndex& index, std::size_t cameras,
                          CaptureTime now) {
  const HotlistCounts counts = count_entries(index, now);
  std::string words = fmt::format(
      "{}: {}, {} entries ({} in force today, {} not yet effective, {} past their weed date), "
      "to channel {} as {}, priority {}, revision {}",
      hotlist.name, hotlist.file.string(), index.size(), counts.in_force, counts.not_yet, counts.weeded,
      hotlist.channel, word_of(hotlist.handling), hotlist.priority, index.edition().revision);
  if (const auto& open = index.edition().open)
    words += fmt::format(" (its {} open entries: {})", open->entries, open->revision);
  if (hotlist.max_age_h) words += fmt::format(", stale after {} h", *hotlist.max_age_h);
  if (hotlist.matching == Matching::possible) words += ", also what may have been misread";
  for (const auto& [action, handling] : hotlist.handling_by_action)
    words += fmt::format(", {} as {}", action, word_of(handling));
  if (hotlist.restricted_channel && *hotlist.restricted_channel != hotlist.channel)
    words += fmt::format(", covert entries to channel {}", *hotlist.restricted_channel);
  const HandledEntries handled = handled_entries(index, terms_of(hotlist), london_day(now));
  words += "\n          " + alarm_words(handled.alarm, cameras);
  return words;
}

std::string source_words(const FeedSite& feed) {
  if (!feed.path.empty()) return feed.path.string();
  std::string words = public_address(feed.uri);
  if (words.rfind("rtsp", 0) == 0) {
    words += fmt::format(" over {}, buffer {} ms", word_of(feed.transport), feed.latency.count());
  }
  return words + fmt::format(", silent after {} s", static_cast<double>(feed.silent_after.count()) / 1000);
}

std::string anpr_words(const FeedSite& feed, const Site& site) {
  std::string words;
  if (feed.place) {
    words += fmt::format("at {:.6f} {:.6f}", feed.place->latitude_deg, feed.place->longitude_deg);
    if (!feed.place->words.empty()) words += ", " + feed.place->words;
    if (feed.place->bearing_deg) words += fmt::format(", looking {} deg", *feed.place->bearing_deg);
  } else {
    words += "note: no place, its hits will not say where";
  }
  words += fmt::format("; reads kept {} h", feed.keep_reads_h);
  if (!feed.ignore_zones.empty()) words += fmt::format("; {} ignore zones", feed.ignore_zones.size());
  if (site.hotlists.empty()) words += "\n          note: there is no hotlist, so no read will be a hit";
  return words;
}

/// What was assumed about an elevation file, a line each.
std::string terrain_notes(const FeedSite& feed) {
  const auto* terrain = std::get_if<TerrainSite>(&feed.ground);
  if (terrain == nullptr) return "";
  std::string words;
  const Terrain opened(terrain->file, {.datum = terrain->datum});
  for (const std::string& note : opened.notes()) words += "\n          note: " + note;
  return words;
}

std::string thermal_words(const FeedSite& feed) {
  std::string words = "to channel " + feed.channel;
  if (feed.telemetry) {
    words += ", telemetry " + public_address(*feed.telemetry);
  } else if (!feed.path.empty() && fs::exists(feed.path / "telemetry.jsonl")) {
    words += ", telemetry in its folder";
  } else if (const auto found = telemetry_of(source_options(feed, Pacing::realtime))) {
    const bool inside = fs::path(*found) == feed.path;
    words += inside ? ", telemetry by the KLV in it" + std::string(feed.started_at ? "" : ", and the clock")
                    : ", telemetry beside it, " + fs::path(*found).filename().string();
  } else {
    words += ", no telemetry beside it: without telemetry in the stream, contacts have no position";
  }
  if (const auto* level = std::get_if<double>(&feed.ground)) {
    words += fmt::format(", ground at {} m above the ellipsoid", *level);
  } else if (const auto* terrain = std::get_if<TerrainSite>(&feed.ground)) {
    words += ", ground from " + terrain->file.string();
  } else {
    words += ", ground not known";
  }
  words +=
      fmt::format(", pose error {} m and {} deg", feed.pose_error.position_m, feed.pose_error.attitude_deg);
  words += feed.palette ? fmt::format(", 8-bit pictures {}", name_of(*feed.palette))
                        : ", palette of 8-bit pictures found out";
  if (!feed.screen_zones.empty()) words += fmt::format(", {} screen zones", feed.screen_zones.size());
  if (feed.expected == FeedExpected::sortie)
    words += fmt::format(
        "\n          expected on sorties alone: begun by the stream they are a {} and end {} s after it",
        sortie_profile_word(feed.sortie.profile), feed.sortie.ends_after.count());
  return words + terrain_notes(feed);
}

/// With what a file holds and the first lines that are wrong with it.
std::string own_words(const OwnSite& own) {
  constexpr std::size_t kMostLines = 5;
  const std::string stale = fmt::format(", stale after {} s", own.stale_after.count());
  if (own.positions->find("://") != std::string::npos)
    return "people and cars from " + public_address(*own.positions) + stale;
  std::vector<std::string> refused;
  const OwnPositions read(*own.positions, [&](const std::string& line) { refused.push_back(line); });
  std::string words =
      fmt::format("people and cars: {} positions in {}{}", read.taken(), *own.positions, stale);
  for (std::size_t i = 0; i < std::min(refused.size(), kMostLines); ++i)
    words += "\n          note: left out: " + refused[i];
  if (refused.size() > kMostLines)
    words += fmt::format("\n          note: {} bad lines in all", refused.size());
  return words;
}

std::string group_words(const ThermalSite& thermal) {
  if (thermal.group_from == 0) return "each heat contact is told by itself";
  return fmt::format("from {} animals within {} m of one another one alert", thermal.group_from,
                     thermal.group_within_m);
}

std::string recording_words(const FeedSite& feed) {
  if (!feed.fps && !feed.started_at) return {};
  std::string words = "\n          ";
  if (feed.path.empty()) words += "note: without effect on a live feed: ";
  if (feed.fps) words += fmt::format("{} pictures a second", *feed.fps);
  if (feed.started_at) {
    words += fmt::format("{}started at {:%Y-%m-%dT%H:%M:%SZ}", feed.fps ? ", " : "",
                         std::chrono::floor<std::chrono::seconds>(*feed.started_at));
  }
  return words;
}

std::string kept_words(const FeedSite& feed) {
  if (!feed.record) return {};
  return fmt::format("\n          recorded to {}, at most {} GB, a new file each {} s",
                     feed.record->folder.string(), 1e-9 * static_cast<double>(feed.record->quota_bytes),
                     1e-3 * static_cast<double>(feed.record->segment.count()));
}

std::string clock_words(std::chrono::minutes time) {
  return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

std::string escalation_words(const EscalationStep& step) {
  if (step.times == 0) return fmt::format("up to priority {}: never", step.up_to_priority);
  std::string words = fmt::format("up to priority {}: after {} s", step.up_to_priority, step.after.count());
  if (step.times > 1)
    words += fmt::format(", then every {} s, {} times in all", step.every.count(), step.times);
  for (const AlertHandling handling : step.handling)
    words += fmt::format("{}{}", handling == step.handling.front() ? "; of " : ", ", word_of(handling));
  return words;
}

std::string rule_words(const RuleSite& rule) {
  const HeatRule& heat = rule.heat;
  std::string classes;
  for (const HeatClass heat_class : heat.classes)
    classes += (classes.empty() ? "" : ", ") + std::string(class_word(heat_class));
  std::string words = fmt::format("{}: {}", heat.name, classes.empty() ? "contacts of any class" : classes);
  if (!rule.feeds.empty()) words += fmt::format(", seen by {}", fmt::join(rule.feeds, ", "));
  if (!heat.areas.empty()) words += fmt::format(", in {}", fmt::join(heat.areas, ", "));
  if (!heat.outside.empty()) words += fmt::format(", not in {}", fmt::join(heat.outside, ", "));
  if (heat.hours)
    words += fmt::format(", {} to {}", clock_words(heat.hours->from), clock_words(heat.hours->until));
  words +=
      fmt::format(", from probability {}: as {}, priority {}, to channel {}", heat.min_probability,
                  word_of(heat.handling), heat.priority, heat.channel.empty() ? "of the feed" : heat.channel);
  if (heat.close_lost_after)
    words += fmt::format(", closed {} min after it was lost", heat.close_lost_after->count());
  return words;
}

}  // namespace

std::string site_report(const Site& site, const std::vector<TermedHotlist>& lists, CaptureTime now) {
  std::string report = fmt::format(kRow, "site", fmt::format("{}, version {}", site.name, site.version));
  std::error_code error;
  report += fmt::format(
      kRow, "journal",
      site.journal.string() + (fs::exists(site.journal, error) ? ", writable" : ", will be made"));
  if (site.areas_file)
    report +=
        fmt::format(kRow, "areas", fmt::format("{} from {}", site.areas.size(), site.areas_file->string()));
  for (const ChannelSite& channel : site.channels)
    report += fmt::format(kRow, "channel", channel_words(channel));
  const auto cameras =
      static_cast<std::size_t>(std::count_if(site.feeds.begin(), site.feeds.end(), [](const FeedSite& feed) {
        return feed.kind == FeedKind::anpr;
      }));
  for (const HotlistSite& hotlist : site.hotlists) {
    const auto list = std::find_if(lists.begin(), lists.end(), [&](const TermedHotlist& termed) {
      return termed.terms.name == hotlist.name;
    });
    if (list != lists.end())
      report += fmt::format(kRow, "hotlist", hotlist_words(hotlist, *list->index, cameras, now));
  }
  for (const FeedSite& feed : site.feeds) {
    const bool anpr = feed.kind == FeedKind::anpr;
    report += fmt::format(kRow, "feed",
                          fmt::format("{}, {}: {}\n          {}{}{}", feed.name, anpr ? "anpr" : "thermal",
                                      source_words(feed), anpr ? anpr_words(feed, site) : thermal_words(feed),
                                      recording_words(feed), kept_words(feed)));
  }
  const bool thermal = std::any_of(site.feeds.begin(), site.feeds.end(),
                                   [](const FeedSite& feed) { return feed.kind == FeedKind::thermal; });
  if (thermal) report += fmt::format(kRow, "groups", group_words(site.thermal));
  if (site.own.positions) report += fmt::format(kRow, "own", own_words(site.own));
  for (const RuleSite& rule : site.rules) report += fmt::format(kRow, "rule", rule_words(rule));
  for (const EscalationStep& step : site.escalation)
    report += fmt::format(kRow, "escalate", escalation_words(step));
  return report;
}

std::optional<std::string> journal_trouble(const Site& site) {
  const fs::path folder = nearest_existing(site.journal);
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fmt::format("site.journal: {} is not a folder, expected one that can be written", folder.string());
  }
  if (access(folder.c_str(), W_OK | X_OK) == 0) return std::nullopt;
  return fmt::format("site.journal: {} cannot be written, expected a folder that can", folder.string());
}

}  // namespace nightjar
