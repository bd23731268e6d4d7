#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "config/site.hpp"
#include "ingest/frame.hpp"
#include "tools/nightjar/pipeline.hpp"

namespace nightjar {

/// Whose story is asked for: a mark ("AB12 CDE"), a track ("7"), or a track of one feed ("drone/7").
struct StoryWish {
  std::string text;   ///< as written
  std::string mark;   ///< folded; empty: only a track can be meant
  std::string feed;   ///< of the track; empty: any
  std::string track;  ///< its name in the records; empty: only a mark can be meant
};

[[nodiscard]] StoryWish story_wish(const std::string& written);

/// Writes down every frame, score, candidate and decision of each pass and track of a replay.
/// take() may be called from the threads of several feeds.
class StoryBook {
 public:
  explicit StoryBook(StoryWish wish) : wish_(std::move(wish)) {}

  void take(const FeedSite& feed, const Frame* frame, std::size_t opening, const PipelineYield& yield);

  /// The stories that fit the wish, by feed and number; each a text of several lines.
  [[nodiscard]] std::vector<std::string> stories() const;

  /// What could have been asked for instead, the likest first, ten at most.
  [[nodiscard]] std::vector<std::string> likest() const;

 private:
  struct Story {
    std::vector<std::string> lines;
    std::set<std::string> marks;  // folded: of any candidate in any frame
    std::string told;             // how it ended
  };
  using Key = std::pair<std::string, std::string>;  // feed; "pass 3" or "track 7"

  [[nodiscard]] bool fits(const Key& key, const Story& story) const;
  void take_plates(const Frame& frame, std::size_t opening, const PipelineStory& seen);
  void take_reads(const FeedSite& feed, const std::string& when, std::size_t opening,
                  const PipelineYield& yield);
  void take_contacts(const FeedSite& feed, const Frame* frame, std::size_t opening,
                     const PipelineYield& yield);
  void take_event(const Key& key, const std::string& when, const AlertEvent& event);

  StoryWish wish_;
  mutable std::mutex lock_;
  std::map<Key, Story> stories_;
  std::map<std::string, Key> of_alert_;
};

/// "pass 3", or "pass 2.3" where the feed was opened a second time; the same for tracks.
[[nodiscard]] std::string pass_name(std::uint64_t pass, std::size_t opening);

}  // namespace nightjar
