#include "tools/nightjar/sortie_board.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "alerts/health_alerts.hpp"
#include "ingest/own/own_position_line.hpp"

namespace nightjar {
namespace {

std::string words_of(const Sortie& sortie) {
  std::string words = fmt::format("sortie {}, profile {}", sortie.id, sortie_profile_word(sortie.profile));
  if (sortie.pilot.empty())
    return words + ", begun by its stream: pilot, purpose and authority are not named";
  return words +
         fmt::format(", pilot {}, purpose {}, authority {}", sortie.pilot, sortie.purpose, sortie.authority);
}

}  // namespace

FrameSortie StreamSorties::at(CaptureTime captured_at) {
  if (!flight_ || captured_at - newest_ > options_.ends_after)
    flight_ = FrameSortie{sortie_id(feed_, captured_at), options_.profile};
  newest_ = captured_at;
  return *flight_;
}

SortieBoard::SortieBoard(const Site& site, Post post)
    : config_(site.version), folder_(site.journal / "sorties"), post_(std::move(post)) {
  for (const FeedSite& feed : site.feeds) {
    if (feed.expected != FeedExpected::sortie) continue;
    Feed& known = feeds_[feed.name];
    known.site = feed;
    known.coverage = std::make_shared<SortieCoverage>();
  }
  folder_.clear_partial();
  for (Sortie& sortie : folder_.unfinished()) {
    const auto feed = feeds_.find(sortie.feed);
    if (feed == feeds_.end()) continue;
    if (sortie.pilot.empty()) {
      sortie.ended_at = sortie.started_at;
      sortie.ended_by = "the worker was stopped; when the flight ended is not known";
      keep(sortie, feed->second.site.channel);
    } else {
      spdlog::info("feed {}: goes on with sortie {}", sortie.feed, sortie.id);
      feed->second.flight = std::move(sortie);
    }
  }
}

void SortieBoard::on_rest(std::function<void(const std::string& feed)> rested) {
  const std::scoped_lock held(lock_);
  rested_ = std::move(rested);
}

std::optional<FrameSortie> SortieBoard::seen(const std::string& name, CaptureTime captured_at,
                                             Steady::time_point now) {
  const std::scoped_lock held(lock_);
  const auto found = feeds_.find(name);
  if (found == feeds_.end()) return std::nullopt;
  Feed& feed = found->second;
  feed.seen_at = now;
  if (!feed.flight) {
    Sortie begun;
    begun.id = sortie_id(name, captured_at);
    begun.feed = name;
    begun.profile = feed.site.sortie.profile;
    begun.started_at = captured_at;
    feed.flight = begun;
    keep(begun, feed.site.channel);
    tell(feed, begun, "begun: " + words_of(begun), AlertHandling::queue, captured_at);
  }
  return FrameSortie{feed.flight->id, feed.flight->profile};
}

std::optional<std::string> SortieBoard::flying(const std::string& feed) const {
  const std::scoped_lock held(lock_);
  const auto found = feeds_.find(feed);
  if (found == feeds_.end() || !found->second.flight) return std::nullopt;
  return found->second.flight->id;
}

bool SortieBoard::expects(const std::string& name) const {
  const std::scoped_lock held(lock_);
  const auto found = feeds_.find(name);
  return found == feeds_.end() || (found->second.flight && !found->second.flight->pilot.empty());
}

SortieAnswer SortieBoard::start(const Sortie& wanted) {
  const std::scoped_lock held(lock_);
  const auto found = feeds_.find(wanted.feed);
  if (found == feeds_.end())
    return {"feed: no \"" + wanted.feed + "\" of this site has sorties (expected = \"sortie\")", {}, {}, {}};
  Feed& feed = found->second;
  if (feed.flight && !feed.flight->pilot.empty())
    return {"feed: " + words_of(*feed.flight) + ", is flying; stop it first", {}, {}, {}};
  const bool was_flying = feed.flight.has_value();
  Sortie sortie = wanted;
  if (was_flying) {
    sortie.id = feed.flight->id;
    sortie.started_at = feed.flight->started_at;
  } else {
    sortie.id = sortie_id(wanted.feed, wanted.started_at);
  }
  feed.flight = sortie;
  keep(sortie, feed.site.channel);
  tell(feed, sortie, (was_flying ? "named: " : "begun: ") + words_of(sortie), AlertHandling::record,
       wanted.started_at);
  return {{}, (was_flying ? "named " : "begun ") + words_of(sortie), sortie, {}};
}

SortieAnswer SortieBoard::stop(const std::string& name, const std::string& person, CaptureTime now) {
  const std::scoped_lock held(lock_);
  const auto found = feeds_.find(name);
  if (found == feeds_.end() || !found->second.flight)
    return {"feed: \"" + name + "\" is on no sortie", {}, {}, {}};
  SortieAnswer answer;
  answer.sortie = found->second.flight;
  answer.coverage = end(found->second, person, "ended by " + person, now);
  answer.outcome = "ended sortie " + answer.sortie->id;
  return answer;
}

SortieAnswer SortieBoard::coverage(const std::string& name) {
  const std::scoped_lock held(lock_);
  const auto found = feeds_.find(name);
  if (found == feeds_.end() || !found->second.flight)
    return {"feed: \"" + name + "\" is on no sortie", {}, {}, {}};
  SortieAnswer answer;
  answer.sortie = found->second.flight;
  answer.coverage = write_coverage(found->second, false);
  answer.outcome = "layer of sortie " + answer.sortie->id;
  return answer;
}

void SortieBoard::look_at_the_clock(Steady::time_point now, CaptureTime wall) {
  const std::scoped_lock held(lock_);
  for (auto& [name, feed] : feeds_) {
    if (!feed.flight || !feed.flight->pilot.empty() || now - feed.seen_at < feed.site.sortie.ends_after)
      continue;
    const std::string words = fmt::format("no picture for {} s", feed.site.sortie.ends_after.count());
    end(feed, words, "ended: " + words, wall);
  }
}

void SortieBoard::leave() {
  const std::scoped_lock held(lock_);
  for (auto& [name, feed] : feeds_)
    if (feed.flight) write_coverage(feed, true);
}

std::shared_ptr<SortieCoverage> SortieBoard::coverage_of(const std::string& name) const {
  const std::scoped_lock held(lock_);
  const auto found = feeds_.find(name);
  return found == feeds_.end() ? nullptr : found->second.coverage;
}

std::filesystem::path SortieBoard::end(Feed& feed, const std::string& by, const std::string& words,
                                       CaptureTime at) {
  Sortie sortie = *feed.flight;
  sortie.ended_at = at;
  sortie.ended_by = by;
  keep(sortie, feed.site.channel);
  std::filesystem::path layer = write_coverage(feed, true);
  feed.coverage->forget(sortie.id);
  tell(feed, sortie, fmt::format("sortie {} {}", sortie.id, words), AlertHandling::record, at);
  feed.flight.reset();
  if (rested_) rested_(feed.site.name);
  return layer;
}

std::filesystem::path SortieBoard::write_coverage(const Feed& feed, bool last) {
  const auto layer = feed.coverage->geojson(feed.flight->id, feed.site.name);
  if (!layer) return {};
  try {
    return folder_.keep_coverage(*feed.flight, *layer, last);
  } catch (const std::runtime_error& error) {
    spdlog::error("feed {}: {}", feed.site.name, error.what());
    return {};
  }
}

void SortieBoard::keep(Sortie sortie, const std::string& channel) {
  sortie.channel = channel;
  sortie.recorded_at = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  try {
    folder_.keep(sortie);
  } catch (const std::runtime_error& error) {
    spdlog::error("feed {}, channel {}: sortie {}: {}", sortie.feed, channel, sortie.id, error.what());
  }
}

void SortieBoard::tell(const Feed& feed, const Sortie& sortie, const std::string& words,
                       AlertHandling handling, CaptureTime at) {
  spdlog::info("feed {}: {}", feed.site.name, words);
  HealthAlertOptions options;
  options.channel = feed.site.channel;
  options.what = feed.site.name;
  options.feed = feed.site.name;
  options.aspect = "sortie";
  options.priority = 60;
  options.handling = handling;
  options.config = config_;
  HealthAlerts single(options);  // nothing is wrong: it opens and closes at once
  for (auto parcel : {single.fail("sortie", words, at), single.recover(at)}) {
    if (!parcel) continue;
    parcel->event.sortie = sortie.id;
    post_(std::move(*parcel));
  }
}

}  // namespace nightjar
