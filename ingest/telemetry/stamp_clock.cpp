#include "ingest/telemetry/stamp_clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nightjar {
namespace {

using std::chrono::microseconds;

constexpr microseconds kLeap{1'000'000};
constexpr microseconds kAgrees{500'000};
constexpr microseconds kBlock{10'000'000};  // over which scatter is averaged out
// Clocks of quartz drift by a tenth of this in an hour at most.
constexpr double kSteadyPace = 1e-3;
constexpr microseconds kSteadyScatter{100'000};

/// The time at stamp zero.
microseconds offset_of(const StampedTime& told) {
  return told.time.time_since_epoch() - told.stamp;
}

using Run = std::vector<StampedTime>;

microseconds median_offset(Run::const_iterator from, Run::const_iterator to) {
  std::vector<microseconds> offsets;
  for (; from != to; ++from) offsets.push_back(offset_of(*from));
  const auto middle = offsets.begin() + static_cast<std::ptrdiff_t>(offsets.size() / 2);
  std::nth_element(offsets.begin(), middle, offsets.end());
  return *middle;
}

double in_s(microseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

StampClock::StampClock(std::vector<StampedTime> told) {
  if (told.empty()) return;
  std::stable_sort(told.begin(), told.end(),
                   [](const StampedTime& a, const StampedTime& b) { return a.stamp < b.stamp; });
  choose_run(told);
}

void StampClock::choose_run(const Run& told) {
  std::vector<Run> runs(1);
  microseconds first_leap{0};
  for (const StampedTime& next : told) {
    if (!runs.back().empty()) {
      const microseconds leap = offset_of(next) - offset_of(runs.back().back());
      if (std::chrono::abs(leap) > kLeap) {
        if (runs.size() == 1) first_leap = leap;
        runs.emplace_back();
      }
    }
    runs.back().push_back(next);
  }
  // A single wrong time between right ones parts them: what goes on from the longest run belongs to it.
  const auto longest = std::max_element(runs.begin(), runs.end(),
                                        [](const Run& a, const Run& b) { return a.size() < b.size(); });
  Run run = *longest;
  for (auto later = longest + 1; later != runs.end(); ++later) {
    if (std::chrono::abs(offset_of(later->front()) - offset_of(run.back())) > kLeap) continue;
    run.insert(run.end(), later->begin(), later->end());
  }
  for (auto earlier = longest; earlier != runs.begin();) {
    --earlier;
    if (std::chrono::abs(offset_of(run.front()) - offset_of(earlier->back())) > kLeap) continue;
    run.insert(run.begin(), earlier->begin(), earlier->end());
  }
  if (run.size() < told.size())
    notes_.push_back(
        fmt::format("its times leap by {:+.3f} s against its stamps: {} of {} packets go by the rest's clock",
                    in_s(first_leap), told.size() - run.size(), told.size()));
  judge_pace(run);
  if (keeps_time_)
    average(run);
  else
    follow(run);
}

void StampClock::judge_pace(const Run& run) {
  const microseconds length = run.back().stamp - run.front().stamp;
  if (run.size() < 3 || length.count() <= 0) return;
  const auto third = static_cast<std::ptrdiff_t>(run.size() / 3);
  const microseconds drift =
      median_offset(run.end() - third, run.end()) - median_offset(run.begin(), run.begin() + third);
  const auto middle_of = [third](Run::const_iterator from) { return (from + third / 2)->stamp; };
  const double across_s = in_s(middle_of(run.end() - third) - middle_of(run.begin()));
  if (across_s <= 0) return;
  if (std::fabs(in_s(drift)) <= std::max(in_s(kSteadyScatter), kSteadyPace * across_s)) return;
  keeps_time_ = false;
  notes_.push_back(fmt::format(
      "its times run {:.3f} times as fast as the stamps of its pictures: each picture gets the time "
      "that its own stamp has there",
      1 + in_s(drift) / across_s));
}

void StampClock::average(const Run& run) {
  for (auto from = run.begin(); from != run.end();) {
    const auto to = std::find_if(from, run.end(),
                                 [&](const StampedTime& told) { return told.stamp - from->stamp > kBlock; });
    const microseconds stamp = from->stamp + (std::prev(to)->stamp - from->stamp) / 2;
    knots_.push_back({stamp, CaptureTime(stamp + median_offset(from, to))});
    from = to;
  }
}

void StampClock::follow(const Run& run) {
  for (const StampedTime& told : run) {
    const bool goes_on =
        knots_.empty() || (told.stamp > knots_.back().stamp && told.time > knots_.back().time);
    if (goes_on) knots_.push_back(told);
  }
}

std::optional<CaptureTime> StampClock::at(microseconds stamp) const {
  if (knots_.empty()) return std::nullopt;
  const auto next =
      std::lower_bound(knots_.begin(), knots_.end(), stamp,
                       [](const StampedTime& knot, microseconds to) { return knot.stamp < to; });
  if (next == knots_.begin()) return next->time + (stamp - next->stamp);
  const StampedTime& from = *std::prev(next);
  if (next == knots_.end()) return from.time + (stamp - from.stamp);
  const double share = in_s(stamp - from.stamp) / in_s(next->stamp - from.stamp);
  return from.time +
         microseconds(std::llround(share * static_cast<double>((next->time - from.time).count())));
}

CaptureTime StampClock::settled(const StampedTime& told) const {
  const CaptureTime by_stamp = at(told.stamp).value_or(told.time);
  return keeps_time_ && std::chrono::abs(told.time - by_stamp) <= kAgrees ? told.time : by_stamp;
}

}  // namespace nightjar
