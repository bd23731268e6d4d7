#include "tools/nightjar/kept_reads.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/utc_time.hpp"
#include "processing/hotlist/believed_time.hpp"
#include "tools/nightjar/assemble.hpp"
#include "tools/nightjar/evidence.hpp"

namespace nightjar {
namespace {

RecentReadsOptions options_of(const FeedSite& feed) {
  RecentReadsOptions options;
  options.keep = std::chrono::round<std::chrono::seconds>(
      std::chrono::duration<double, std::ratio<3600>>(feed.keep_reads_h));
  return options;
}

}  // namespace

KeptReads::Feed::Feed(const Site& site, const FeedSite& feed)
    : reads(options_of(feed)), channel(feed.channel), alerts(vehicle_alert_options(site, feed)) {}

KeptReads::KeptReads(const Site& site, std::shared_ptr<const HotlistsInForce> lists)
    : lists_(std::move(lists)) {
  for (const FeedSite& feed : site.feeds)
    if (feed.kind == FeedKind::anpr) feeds_.emplace(feed.name, std::make_unique<Feed>(site, feed));
}

void KeptReads::add(const std::string& feed, const PipelineYield& yield, CaptureTime now) {
  const auto found = feeds_.find(feed);
  if (found == feeds_.end()) return;
  for (const PlateRead& pass : yield.passes) {
    if (pass.text.mark.empty()) continue;
    const auto picture = yield.plate_pictures.find(pass.pass);
    RecentRead read{.read = pass,
                    .picture = picture == yield.plate_pictures.end() ? "" : picture->second,
                    .clock = yield.clock,
                    .kept_at = now,
                    .generation = yield.lists,
                    .told = {}};
    // Where lists were swapped meanwhile, nobody knows what was told: the next search asks again.
    const HotlistsInForce::Edition edition = lists_->edition();
    if (edition.generation == yield.lists)
      read.told = told_marks(edition.matcher->match(pass.text, believed_time(pass.first_seen, yield.clock)));
    const std::scoped_lock held(found->second->lock);
    found->second->reads.add(std::move(read));
  }
}

void KeptReads::expire(CaptureTime now) {
  for (auto& [name, feed] : feeds_) {
    const std::scoped_lock held(feed->lock);
    feed->reads.expire(now);
  }
}

std::vector<AlertParcel> KeptReads::search() {
  const HotlistsInForce::Edition lists = lists_->edition();
  std::vector<AlertParcel> parcels;
  for (auto& [name, feed] : feeds_) search_feed(*feed, lists, parcels);
  return parcels;
}

void KeptReads::search_feed(Feed& feed, const HotlistsInForce::Edition& lists,
                            std::vector<AlertParcel>& parcels) {
  std::uint64_t number = 0;
  for (;;) {
    std::optional<RecentRead> kept;
    {
      const std::scoped_lock held(feed.lock);
      kept = feed.reads.next_behind(lists.generation, number);
    }
    if (!kept) return;
    number = kept->number;
    std::vector<HotlistMatch> matches =
        lists.matcher->match(kept->read.text, believed_time(kept->read.first_seen, kept->clock));
    ToldMarks told = told_marks(matches);
    std::erase_if(matches, [&](const HotlistMatch& match) {
      const ToldMarks one = told_marks({match});
      return std::find(kept->told.begin(), kept->told.end(), one.front()) != kept->told.end();
    });
    for (AlertParcel& parcel : feed.alerts.update(kept->read, matches, kept->clock)) {
      parcel.event.late_match = true;
      EvidenceSet plate = plate_evidence(kept->picture, parcel.event.feed, kept->read.best_captured_at);
      parcel.event.evidence = std::move(plate.references);
      parcel.pictures = std::move(plate.pictures);
      parcel.wire_picture = std::move(plate.wire_picture);
      parcels.push_back(std::move(parcel));
    }
    const std::scoped_lock held(feed.lock);
    feed.reads.note(number, lists.generation, std::move(told));
  }
}

std::vector<nlohmann::ordered_json> KeptReads::of_mark(const std::string& channel,
                                                       const std::string& mark) const {
  std::vector<nlohmann::ordered_json> items;
  for (const auto& [name, feed] : feeds_) {
    if (feed->channel != channel) continue;
    const std::scoped_lock held(feed->lock);
    for (const RecentRead* read : feed->reads.of_mark(mark))
      items.push_back({{"held", "read"},
                       {"feed", name},
                       {"mark", read->read.text.mark},
                       {"confidence", read->read.text.confidence},
                       {"first_seen", format_utc(read->read.first_seen)},
                       {"last_seen", format_utc(read->read.last_seen)}});
  }
  return items;
}

std::size_t KeptReads::erase(const std::string& channel, const std::string& mark) {
  std::size_t erased = 0;
  for (auto& [name, feed] : feeds_) {
    if (feed->channel != channel) continue;
    const std::scoped_lock held(feed->lock);
    erased += feed->reads.erase(mark);
  }
  return erased;
}

std::vector<std::string> KeptReads::summary() const {
  std::vector<std::string> lines;
  for (const auto& [name, feed] : feeds_) {
    const std::scoped_lock held(feed->lock);
    const RecentReads::Counts& counts = feed->reads.counts();
    if (counts.added == counts.not_kept) continue;
    lines.push_back(fmt::format("feed {}: {} reads kept, {} deleted on time, {} for want of room", name,
                                feed->reads.size(), counts.expired, counts.crowded_out));
  }
  return lines;
}

}  // namespace nightjar
