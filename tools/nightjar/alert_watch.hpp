#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>

#include "alerts/subscriber.hpp"
#include "tools/nightjar/alert_view.hpp"

namespace nightjar {

/// The folder for pictures cannot be made; one line.
class WatchFolderError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct AlertWatchOptions {
  bool json = false;             ///< one event a line; what is no event goes to stderr
  std::string channel;           ///< this one alone; empty: all
  std::filesystem::path folder;  ///< for the pictures; empty: none are kept
};

/// Puts what a subscriber hears on standard output, each piece flushed, and pictures into a folder.
class AlertWatch {
 public:
  /// Throws WatchFolderError.
  explicit AlertWatch(AlertWatchOptions options);

  void show(const Received& received);

  /// Says once when the disk of the place is full, and when it is not any more.
  void note_place(const std::string& place, bool lags);

  /// Says why a desk does not tell, each time that it is something else.
  void note_refusal(const std::string& refusal);

  /// Says once that replayed or malformed messages come, which are left out.
  void note(const SubscriberCounts& counts);

 private:
  void show_one(const ReceivedAlert& received);
  void show_one(const ReceivedBeat& received);
  void show_one(const ReceivedPicture& picture);
  void show_one(const SnapshotTaken& snapshot);
  void show_one(const SequenceGap& gap);
  void show_one(const StreamChange& change);
  void show_one(const ChainBreak& broken);
  void show_one(const LinkChange& change);
  void say(const std::string& text) const;
  void save(const std::string& name, const std::string& jpeg);

  AlertWatchOptions options_;
  Palette palette_;
  AlertView view_;
  std::map<std::string, JournalState> journals_;  ///< by endpoint
  std::string refusal_;
  bool place_lags_ = false;
  bool told_of_replays_ = false;
  bool told_of_malformed_ = false;
  bool told_of_folder_ = false;
};

/// "6d0c5d1f8a3b2c4e-r2.jpg": safe as a file's name whatever the event says.
[[nodiscard]] std::string picture_file_name(const AlertEvent& event);

/// "6d0c5d1f8a3b2c4e-frame-9dff50df08c6.jpg".
[[nodiscard]] std::string picture_file_name(const ReceivedPicture& picture);

}  // namespace nightjar
