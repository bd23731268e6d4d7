#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/sortie_folder.hpp"
#include "config/site.hpp"
#include "tools/nightjar/sortie_coverage.hpp"

namespace nightjar {

/// Begins and ends the flights of a feed by its pictures alone: one begins with a picture, and ends where
/// none comes for long. For one thread.
class StreamSorties {
 public:
  StreamSorties(std::string feed, const SortieSite& options) : feed_(std::move(feed)), options_(options) {}

  [[nodiscard]] FrameSortie at(CaptureTime captured_at);

 private:
  std::string feed_;
  SortieSite options_;
  std::optional<FrameSortie> flight_;
  CaptureTime newest_;
};

/// What came of a person's word about a flight.
struct SortieAnswer {
  std::string refusal;  ///< empty: done
  std::string outcome;
  std::optional<Sortie> sortie;
  std::filesystem::path coverage;  ///< where the layer lies; empty: no ground was looked at
};

/// Knows the flights of all feeds that rest between them: begun and ended by people or by the stream, kept
/// on the disk, told to the room. Any thread.
class SortieBoard {
 public:
  using Steady = std::chrono::steady_clock;
  using Post = std::function<void(AlertParcel)>;

  /// Goes on with flights that a person began and nobody ended.
  SortieBoard(const Site& site, Post post);

  /// Who hears that a feed's flight is over; must not ask the board.
  void on_rest(std::function<void(const std::string& feed)> rested);

  /// A picture came; a flight begins where none was. nothing: the feed is no such.
  [[nodiscard]] std::optional<FrameSortie> seen(const std::string& feed, CaptureTime captured_at,
                                                Steady::time_point now);

  /// Whether it is a fault if no pictures come: always, but between flights and on those that nobody began.
  [[nodiscard]] bool expects(const std::string& feed) const;

  /// The feed's flight that is under way.
  [[nodiscard]] std::optional<std::string> flying(const std::string& feed) const;

  /// A person begins a flight, or says whose the one is that its stream began. `wanted` has the feed, who,
  /// and why.
  [[nodiscard]] SortieAnswer start(const Sortie& wanted);
  [[nodiscard]] SortieAnswer stop(const std::string& feed, const std::string& person, CaptureTime now);

  /// Writes the layer of the feed's flight as it is now.
  [[nodiscard]] SortieAnswer coverage(const std::string& feed);

  /// Ends flights that their streams began and that have gone silent; call it every second or so.
  void look_at_the_clock(Steady::time_point now, CaptureTime wall);

  /// The program ends: layers are written, flights go on when it is started again.
  void leave();

  /// Null where the feed has no flights.
  [[nodiscard]] std::shared_ptr<SortieCoverage> coverage_of(const std::string& feed) const;

 private:
  struct Feed {
    FeedSite site;
    std::shared_ptr<SortieCoverage> coverage;
    std::optional<Sortie> flight;
    Steady::time_point seen_at{};
  };

  void keep(Sortie sortie, const std::string& channel);
  void tell(const Feed& feed, const Sortie& sortie, const std::string& words, AlertHandling handling,
            CaptureTime at);
  std::filesystem::path write_coverage(const Feed& feed, bool last);
  std::filesystem::path end(Feed& feed, const std::string& by, const std::string& words, CaptureTime at);

  const std::string config_;
  const SortieFolder folder_;
  const Post post_;
  mutable std::mutex lock_;  // over what follows
  std::map<std::string, Feed> feeds_;
  std::function<void(const std::string& feed)> rested_;
};

}  // namespace nightjar
