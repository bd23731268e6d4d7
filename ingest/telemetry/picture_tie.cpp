#include "ingest/telemetry/picture_tie.hpp"

#include <algorithm>

#include "ingest/telemetry/ts_pictures.hpp"

namespace nightjar {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

constexpr std::size_t kLookAhead = 512;  // pictures that a demuxer may have left out in a row
constexpr microseconds kSame{100};

}  // namespace

void PictureTie::take(std::span<const std::uint8_t> bytes, nanoseconds demuxed_at) {
  const std::uint64_t digest = digest_of(bytes);
  const std::scoped_lock held(lock_);
  const auto from = pictures_.begin() + static_cast<std::ptrdiff_t>(next_);
  const auto to =
      pictures_.begin() + static_cast<std::ptrdiff_t>(std::min(pictures_.size(), next_ + kLookAhead));
  const auto found =
      std::find_if(from, to, [&](const StampedPicture& picture) { return picture.digest == digest; });
  if (found == to) return;
  next_ = static_cast<std::size_t>(found - pictures_.begin()) + 1;
  const microseconds apart = found->stamp - duration_cast<microseconds>(demuxed_at);
  const bool new_one = apart_.empty() || std::chrono::abs(std::prev(apart_.end())->second - apart) > kSame;
  if (new_one) apart_[demuxed_at] = apart;
}

std::optional<microseconds> PictureTie::stamp_of(nanoseconds demuxed_at) const {
  const std::scoped_lock held(lock_);
  if (apart_.empty()) return std::nullopt;
  auto after = apart_.upper_bound(demuxed_at);
  if (after != apart_.begin()) --after;
  return duration_cast<microseconds>(demuxed_at) + after->second;
}

}  // namespace nightjar
