#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "alerts/chain_watch.hpp"
#include "alerts/place_log.hpp"
#include "alerts/seq_ranges.hpp"

namespace nightjar {

/// How far an alert had come.
struct AlertRevision {
  std::string alert;
  std::uint32_t revision = 0;
};

/// What a consumer has of one channel of one stream.
struct ChannelPlace {
  SeqRanges had;
  std::set<std::uint64_t> early;                 ///< that came before their turn, and are not given yet
  std::map<std::uint64_t, AlertRevision> ahead;  ///< of those given before their turn, by number
  bool joined = false;  ///< what lies behind `had` is wanted too, not only what comes
  ChainWatch chain;
  std::uint64_t newest = 0;  ///< that was heard of
  std::uint64_t used = 0;    ///< when, among places; the least used one is forgotten first

  /// Everything up to this number is had.
  [[nodiscard]] std::uint64_t whole_up_to() const;
};

/// Which events a consumer has had, of all streams and channels, and where that is written down, so that
/// neither its own restart nor a worker's shows an event twice or leaves one out.
/// An event is written down as coming, and that is on disk, before it is handed to the consumer, as begun
/// when it is, and as had when the consumer comes back for more. One that was begun when the consumer ended
/// comes again, marked; after a power cut, which takes the newest lines, so does every one that was coming.
/// Belongs to one thread.
class ConsumerPlace {
 public:
  /// Of this machine.
  static std::string this_boot();

  /// An empty path keeps nothing. `boot` names the machine's life since it was last switched on, where what
  /// was written outlives the process; empty: not known, which counts as another one. Throws PlaceError.
  explicit ConsumerPlace(std::filesystem::path file, std::string boot = this_boot(),
                         PlaceDisk disk = PlaceDisk::has_room);

  /// The place of a channel of a stream, made where there is none. Valid until the next call.
  ChannelPlace& of(const std::string& stream, const std::string& channel);
  /// Null where there is none.
  [[nodiscard]] const ChannelPlace* find(const std::string& stream, const std::string& channel) const;
  /// The stream that a source of the channel had when all of it was told; empty: none.
  [[nodiscard]] std::string stream_of(const std::string& source, const std::string& channel) const;
  void now_at(const std::string& source, const std::string& channel, const std::string& stream);

  /// False where it was had before. To be handed on then.
  bool take(const std::string& stream, const std::string& channel, std::uint64_t seq);

  /// Events from `first` to `last` are not wanted, or will never come.
  void pass_over(const std::string& stream, const std::string& channel, std::uint64_t first,
                 std::uint64_t last);
  /// An event is no more, but its digest is known.
  void erased(const std::string& stream, const std::string& channel, std::uint64_t seq, const Sha256& digest);
  /// From here on everything is wanted, behind `seq`.
  void join(const std::string& stream, const std::string& channel, std::uint64_t seq);

  /// These are to be given to the consumer; on disk when it returns. One wait for the disk for all of them.
  struct Coming {
    std::string stream, channel;
    std::uint64_t seq = 0;
  };
  void announce(const std::vector<Coming>& events);
  [[nodiscard]] bool is_announced(const std::string& stream, const std::string& channel,
                                  std::uint64_t seq) const;
  /// Nothing more of what was announced will be given.
  void end();

  /// The consumer is given an event; whether it may have had it when it ended.
  bool begin(const std::string& stream, const std::string& channel, std::uint64_t seq, const Sha256& digest,
             AlertRevision of = {});
  /// It has dealt with what it was given.
  void done();

  /// The newest revision of an alert that a consumer before this one was given ahead of its turn; 0: none.
  [[nodiscard]] std::uint32_t given_before(const std::string& alert) const;

  /// The disk had no room, so that a restart would show again what was shown since; `keep` writes all of it
  /// as soon as there is room.
  [[nodiscard]] bool lags() const { return log_.lags(); }

  /// Writes down where the consumer stands, and all of it anew where that is due; `idle`: nothing waits to be
  /// given out. Only then does what was joined, passed over, erased or gone on to count after a restart.
  void keep(bool idle);
  /// At once, and on disk. Throws PlaceError.
  void save();

 private:
  struct Given {
    std::string stream, channel;
    std::uint64_t seq = 0;
    Sha256 digest{};
  };
  using Key = std::pair<std::string, std::string>;

  void load();
  [[nodiscard]] bool load(const std::string& line);
  void forget_least_used();
  [[nodiscard]] std::uint64_t told_up_to(const std::string& stream, const std::string& channel) const;

  // A stranger that makes up streams must not fill the memory; an honest worker has a few.
  static constexpr std::size_t kMostPlaces = 256;

  PlaceLog log_;
  std::deque<std::string> due_;  ///< lines for the next time at which nothing waits to be given out
  std::map<Key, ChannelPlace> places_;
  std::map<Key, std::string> streams_;                 ///< by source and channel
  std::set<std::pair<Key, std::uint64_t>> begun_;      ///< when the consumer ended before
  std::set<std::pair<Key, std::uint64_t>> coming_;     ///< announced, and not had
  std::map<std::string, std::uint32_t> given_before_;  ///< by alert
  std::string boot_, boot_of_file_;
  std::optional<Given> given_;
  std::uint64_t uses_ = 0;
  std::chrono::steady_clock::time_point tried_at_;  ///< to write what the disk had no room for
};

}  // namespace nightjar
