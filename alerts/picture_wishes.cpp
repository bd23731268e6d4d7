#include "alerts/picture_wishes.hpp"

#include <algorithm>
#include <tuple>

#include "alerts/sha256.hpp"

namespace nightjar {

void PictureWishes::add(const AlertEvent& event) {
  if (!limit_.wanted) return;
  for (const EvidenceReference& reference : event.evidence) {
    if (known_.size() >= kMostKnown) known_.clear();
    if (!known_.insert(reference.sha256).second) continue;
    Wish wish;
    wish.priority = event.priority;
    if (event.captured_at) wish.newness = event.captured_at->time_since_epoch().count();
    wish.picture = {event.alert, reference.name, reference.sha256, {}};
    wish.id = random_id();
    // Behind the one that is being fetched: its parts are on their way.
    const auto from = wishes_.begin() + (wishes_.empty() || wishes_.front().picture.jpeg.empty() ? 0 : 1);
    const auto place = std::upper_bound(from, wishes_.end(), wish, [](const Wish& a, const Wish& b) {
      return std::tie(a.priority, b.newness) < std::tie(b.priority, a.newness);
    });
    wishes_.insert(place, std::move(wish));
  }
  while (wishes_.size() > kMostWishes) {
    known_.erase(wishes_.back().picture.sha256);
    wishes_.pop_back();
  }
}

std::optional<nlohmann::ordered_json> PictureWishes::request(std::size_t bytes, Clock::time_point now) {
  if (wishes_.empty() || now < not_before_) return std::nullopt;
  const Wish& wish = wishes_.front();
  return nlohmann::ordered_json{{"do", "evidence"},
                                {"id", wish.id},
                                {"sha256", wish.picture.sha256},
                                {"from", wish.picture.jpeg.size()},
                                {"bytes", bytes}};
}

std::optional<ReceivedPicture> PictureWishes::take(std::string_view sha256_hex, std::uint64_t size,
                                                   std::uint64_t from, const std::string& part,
                                                   Clock::time_point now) {
  if (wishes_.empty()) return std::nullopt;
  ReceivedPicture& picture = wishes_.front().picture;
  if (picture.sha256 != sha256_hex || picture.jpeg.size() != from) return std::nullopt;  // of an earlier one
  if (limit_.bytes_per_s > 0)
    not_before_ = now + std::chrono::microseconds(part.size() * 1'000'000 / limit_.bytes_per_s);
  picture.jpeg += part;
  const bool whole = picture.jpeg.size() >= size;
  if (part.empty() || size > kLargest || picture.jpeg.size() > size) {
    drop_first();
    return std::nullopt;
  }
  if (!whole) return std::nullopt;
  std::optional<ReceivedPicture> fetched;
  if (hex(sha256(picture.jpeg)) == picture.sha256) fetched = std::move(picture);
  drop_first();
  return fetched;
}

void PictureWishes::give_up() {
  if (!wishes_.empty()) drop_first();
}

void PictureWishes::drop_first() {
  wishes_.pop_front();
}

}  // namespace nightjar
