#include "ingest/telemetry/live_flight.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "ingest/telemetry/misb_klv.hpp"
#include "ingest/telemetry/telemetry_file.hpp"

namespace nightjar {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

constexpr std::size_t kMostPictures = 600;
constexpr std::chrono::seconds kTellsFor{10};
constexpr std::chrono::seconds kNearPicture{2};  // a picture that was not told again lies by one that was

}  // namespace

void LiveFlight::take_stream(std::span<const std::uint8_t> bytes) {
  cutter_.take(bytes);
  while (const auto packet = cutter_.next()) {
    klv_.take(*packet);
    pictures_.take(*packet);
    sort_units();
  }
}

void LiveFlight::sort_units() {
  while (const auto picture = pictures_.next()) {
    newest_picture_ = CaptureTime(line_.at(picture->pts_90khz));
    const std::scoped_lock held(lock_);
    known_.push_back({picture->digest, *newest_picture_});
    if (known_.size() > kMostPictures) known_.pop_front();
  }
  while (const auto unit = klv_.next()) take_unit(*unit);
  const std::uint64_t lost = klv_.lost_units() - lost_units_;
  if (lost == 0) return;
  lost_units_ += lost;
  const std::scoped_lock held(lock_);
  counts_.unusable += lost;
}

void LiveFlight::take_unit(const TsKlvUnit& unit) {
  std::optional<CaptureTime> stamp;
  if (unit.pts_90khz) stamp = CaptureTime(line_.at(*unit.pts_90khz));
  MisbReader reader(unit.bytes);
  bool any = false;
  while (const auto packet = reader.next()) {
    try {
      if (!reading_) reading_ = std::make_unique<KlvTelemetry>();
    } catch (const std::runtime_error& error) {  // no geoid here
      tell(error.what());
      return;
    }
    any = true;
    reading_->weigh(*packet);
    const KlvReadout readout = reading_->read(*packet);
    for (const std::string& note : readout.notes) tell(note);
    if (!stamp && newest_picture_) tell("its packets bear no stamps: each counts for the picture before it");
    if (packet->sound && (stamp || newest_picture_)) {
      add(readout.telemetry, stamp.value_or(newest_picture_.value_or(CaptureTime())), readout.timed);
      continue;
    }
    tell(packet->sound ? "a packet that nothing ties to a picture" : "a damaged packet");
    const std::scoped_lock held(lock_);
    ++counts_.unusable;
  }
  if (any) return;
  const std::scoped_lock held(lock_);
  ++counts_.unusable;
}

void LiveFlight::add(const Telemetry& record, CaptureTime stamp, bool timed) {
  if (options_.heard && timed) options_.heard(telemetry_json(record));
  {
    const std::scoped_lock held(lock_);
    Telemetry stamped = record;
    stamped.measured_at = stamp;
    track_.add(stamped);
    counts_.heard_at = Steady::now();
    rate_.add(*counts_.heard_at, 1);
    ++counts_.records;
    if (timed) told_.emplace_back(stamp, record.measured_at - stamp);
    while (!told_.empty() && stamp - told_.front().first > kTellsFor) told_.pop_front();
  }
  came_.notify_all();
}

void LiveFlight::tell(const std::string& news) {
  constexpr std::size_t kMost = 20;
  const std::scoped_lock held(lock_);
  if (said_.size() >= kMost || std::find(said_.begin(), said_.end(), news) != said_.end()) return;
  said_.push_back(news);
  news_.push_back(news);
}

void LiveFlight::take_picture(std::span<const std::uint8_t> bytes, nanoseconds demuxed_at) {
  const std::uint64_t digest = digest_of(bytes);
  const std::scoped_lock held(lock_);
  const auto found =
      std::find_if(known_.begin(), known_.end(), [&](const Known& known) { return known.digest == digest; });
  if (found == known_.end()) return;
  demuxed_[demuxed_at] = found->stamp;
  known_.erase(known_.begin(), found + 1);
  if (demuxed_.size() > kMostPictures) demuxed_.erase(demuxed_.begin());
}

std::optional<CaptureTime> LiveFlight::stamp_of(nanoseconds demuxed_at) const {
  const std::scoped_lock held(lock_);
  auto near = demuxed_.upper_bound(demuxed_at);
  if (near == demuxed_.begin()) return std::nullopt;
  --near;
  if (demuxed_at - near->first > kNearPicture) return std::nullopt;
  return near->second + std::chrono::duration_cast<microseconds>(demuxed_at - near->first);
}

std::optional<CaptureTime> LiveFlight::time_of_day(CaptureTime stamp) const {
  std::vector<microseconds> offsets;
  {
    const std::scoped_lock held(lock_);
    for (const auto& [at, offset] : told_) offsets.push_back(offset);
  }
  if (offsets.empty()) return std::nullopt;
  const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>(offsets.size() / 2);
  std::nth_element(offsets.begin(), middle, offsets.end());
  return stamp + *middle;
}

std::optional<Telemetry> LiveFlight::at(CaptureTime stamp) const {
  std::unique_lock held(lock_);
  const auto has_later = [&] { return !track_.empty() && *track_.newest() >= stamp; };
  const bool alive = counts_.heard_at && Steady::now() - *counts_.heard_at <= options_.alive_for;
  if (!has_later() && alive && !track_.empty() && stamp - *track_.newest() <= options_.longest_wait)
    came_.wait_for(held, options_.longest_wait, has_later);
  return track_.at(stamp);
}

TelemetryCounts LiveFlight::counts() const {
  const std::scoped_lock held(lock_);
  TelemetryCounts counts = counts_;
  counts.rate_hz = rate_.rate_hz(Steady::now());
  return counts;
}

std::string LiveFlight::why_none() const {
  const std::scoped_lock held(lock_);
  if (!counts_.heard_at) return ", and none ever came";
  const std::chrono::duration<double> age = Steady::now() - *counts_.heard_at;
  if (age > options_.alive_for) return fmt::format(", and the newest came {:.1f} s ago", age.count());
  return ", though records come: their stamps are not those of the pictures";
}

std::optional<std::string> LiveFlight::take_complaint() {
  const std::scoped_lock held(lock_);
  if (news_.empty()) return std::nullopt;
  std::string news = std::move(news_.front());
  news_.pop_front();
  return news;
}

}  // namespace nightjar
