#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/received.hpp"

namespace nightjar {

/// Which pictures a consumer fetches.
struct PictureLimit {
  bool wanted = false;
  std::uint64_t bytes_per_s = 0;  ///< on average; 0: as fast as the link is
};

/// The pictures that are still to be fetched from a desk, the most urgent first, each in parts that go on
/// where the link broke. Belongs to one thread.
class PictureWishes {
 public:
  using Clock = std::chrono::steady_clock;

  explicit PictureWishes(PictureLimit limit) : limit_(limit) {}

  /// Wants what the event shows.
  void add(const AlertEvent& event);

  /// The fields of the next request, but for the person; nullopt: there is none, or it is too early.
  [[nodiscard]] std::optional<nlohmann::ordered_json> request(std::size_t bytes, Clock::time_point now);

  /// A part came; the picture where it is whole. One that is not what its digest says is dropped.
  [[nodiscard]] std::optional<ReceivedPicture> take(std::string_view sha256, std::uint64_t size,
                                                    std::uint64_t from, const std::string& part,
                                                    Clock::time_point now);
  /// The desk does not give the one that was asked for.
  void give_up();

  [[nodiscard]] bool empty() const { return wishes_.empty(); }

 private:
  struct Wish {
    int priority = 100;
    std::int64_t newness = 0;  ///< the higher the newer
    ReceivedPicture picture;
    std::string id;  ///< of the requests for all its parts
  };
  void drop_first();

  static constexpr std::size_t kMostWishes = 2000;   // the least urgent go
  static constexpr std::size_t kMostKnown = 20'000;  // digests that are not fetched twice
  static constexpr std::uint64_t kLargest = std::uint64_t{16} << 20U;

  PictureLimit limit_;
  std::deque<Wish> wishes_;  ///< the most urgent first
  std::set<std::string> known_;
  Clock::time_point not_before_;
};

}  // namespace nightjar
