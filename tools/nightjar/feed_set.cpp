#include "tools/nightjar/feed_set.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <chrono>

#include "alerts/health_alerts.hpp"
#include "ingest/make_frame_source.hpp"
#include "tools/nightjar/assemble.hpp"
#include "tools/nightjar/telemetry_delay.hpp"

namespace nightjar {

namespace {

std::string telemetry_words(const TelemetryCounts& telemetry) {
  std::string words = "telemetry ";
  if (telemetry.heard_at) {
    const std::chrono::duration<double> age = std::chrono::steady_clock::now() - *telemetry.heard_at;
    words += fmt::format("{:.1f} a second, {:.1f} s old, {} records", telemetry.rate_hz, age.count(),
                         telemetry.records);
  } else {
    words += "none yet";
  }
  if (telemetry.unusable > 0) words += fmt::format(", {} unusable", telemetry.unusable);
  return words;
}

}  // namespace

FeedSet::FeedSet(const Site& site, const std::shared_ptr<const HotlistsInForce>& hotlists,
                 AlertOutlet& outlet, SortieBoard& sorties, Seen seen)
    : seen_(std::move(seen)), sorties_(sorties) {
  listen_for_own(site, outlet);
  sorties_.on_rest([this](const std::string& feed) {
    const auto health = health_.find(feed);
    if (health != health_.end()) health->second->rests();
  });
  for (const FeedSite& feed : site.feeds)
    health_[feed.name] = std::make_unique<FeedHealth>(
        health_options(site, feed), [&outlet](AlertParcel parcel) { outlet.post(std::move(parcel)); });
  for (const FeedSite& feed : site.feeds) start(site, feed, hotlists, outlet);
}

void FeedSet::start(const Site& site, const FeedSite& feed,
                    const std::shared_ptr<const HotlistsInForce>& hotlists, AlertOutlet& outlet) {
  const auto post = [&outlet](AlertParcel parcel) { outlet.post(std::move(parcel)); };
  FeedHealth* const health = health_.at(feed.name).get();
  const auto complained = [health, name = feed.name](const std::string& line) {
    spdlog::warn("feed {}: {}", name, line);
    health->complained(line);
  };
  const auto found_out = [health, name = feed.name](const std::string& line) {
    if (health->found_out(line)) spdlog::warn("feed {}: {}", name, line);
  };
  FrameSourceOptions source = source_options(feed, Pacing::realtime);
  source.complained = complained;
  source.found_out = found_out;
  if (feed.kind == FeedKind::thermal)
    source.annotate = [this, health, name = feed.name, own = own_notes(own_)](Frame& frame) {
      own(frame);
      if (auto flight = sorties_.seen(name, frame.captured_at, SortieBoard::Steady::now())) {
        health->flies(flight->id);
        frame.sortie = std::move(flight);
      }
    };
  workers_.push_back(std::make_unique<FeedWorker>(
      feed.name,
      FeedParts{.open_source = [source] { return make_frame_source(source); },
                .build_pipeline =
                    [this, &site, &feed, hotlists] {
                      return make_pipeline(site, feed, hotlists, PipelineStories::untold,
                                           sorties_.coverage_of(feed.name));
                    }},
      FeedReports{.yielded =
                      [this, post, found_out, name = feed.name](PipelineYield yield) {
                        for (const PipelineRemark& remark : yield.remarks) {
                          if (remark.concern)
                            found_out(remark.words);
                          else
                            spdlog::info("feed {}: {}", name, remark.words);
                        }
                        if (seen_) seen_(name, yield);
                        for (AlertParcel& parcel : yield.parcels) post(std::move(parcel));
                      },
                  .failed =
                      [this, health, name = feed.name](const FeedFailure& failure) {
                        if (!sorties_.expects(name)) return;
                        health->flies(sorties_.flying(name));
                        health->failed(failure);
                      },
                  .recovered = [health] { health->recovered(); },
                  .telemetry = [health](const TelemetryCounts& counts) { health->telemetry(counts); },
                  .rests = [this, name = feed.name] { return !sorties_.expects(name); }}));
}

FeedSet::~FeedSet() {
  sorties_.on_rest({});
}

void FeedSet::listen_for_own(const Site& site, AlertOutlet& outlet) {
  constexpr std::uint64_t kMostLines = 20;
  const auto refused = [count = std::make_shared<std::atomic<std::uint64_t>>(0)](const std::string& line) {
    const std::uint64_t number = ++*count;
    if (number <= kMostLines) spdlog::warn("own positions: {}", line);
    if (number == kMostLines) spdlog::warn("own positions: further bad lines are counted only");
  };
  try {
    own_ = open_own(site, false, refused);
  } catch (const std::runtime_error& error) {
    spdlog::error("own positions: {}", error.what());
    HealthAlertOptions options;
    options.kind = AlertKind::system_health;
    options.channel = site.channels.front().name;
    options.what = "own positions";
    options.config = site.version;
    HealthAlerts alerts(options);
    const auto now = std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
    if (auto parcel = alerts.fail("refused", error.what(), now)) outlet.post(std::move(*parcel));
  }
}

void FeedSet::stop() {
  for (const auto& worker : workers_) worker->request_stop();
  for (const auto& worker : workers_) worker->join();
}

std::vector<std::string> FeedSet::summary() const {
  std::vector<std::string> lines;
  for (const auto& worker : workers_) lines.push_back(summary_of(worker->name(), worker->tally()));
  if (own_)
    lines.push_back(fmt::format("own positions: {} taken, {} bad lines", own_->taken(), own_->bad_lines()));
  return lines;
}

std::string summary_of(const std::string& feed, const FeedTally& tally) {
  std::string line = fmt::format("feed {}: frames {} decoded, {} processed, {} dropped", feed,
                                 tally.frames.decoded, tally.processed, tally.frames.dropped);
  if (tally.frames.broken > 0) line += fmt::format(", {} broken", tally.frames.broken);
  if (tally.broke > 0) line += fmt::format(", {} broke a stage", tally.broke);
  if (tally.failures > 0) line += fmt::format("; opened {} times", tally.openings);
  if (tally.telemetry) line += "; " + telemetry_words(*tally.telemetry);
  if (tally.pipeline.delay) line += "; " + words_of(*tally.pipeline.delay);
  for (const auto& [outcome, count] : tally.pipeline.outcomes)
    if (count > 0) line += fmt::format("; {} {}", outcome, count);
  // A frame, not a call: how often something was matched or kept would tell of restricted channels.
  for (const auto& [stage, cost] : tally.pipeline.stages)
    if (cost.calls > 0 && tally.processed > 0)
      line += fmt::format("; {} {:.1f} ms a frame", stage,
                          1e3 * cost.cpu_s / static_cast<double>(tally.processed));
  return line;
}

}  // namespace nightjar
