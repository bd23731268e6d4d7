#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "alerts/alert_outlet.hpp"
#include "alerts/desk_duties.hpp"
#include "alerts/room_list.hpp"

namespace nightjar {

struct RoomChannel {
  std::string name;
  bool restricted = false;
};

/// The room's own hotlists, one a channel: kept in the journal with who entered what and why, and put in
/// force whenever they change. Any thread.
class RoomLists {
 public:
  /// Takes up what the journal holds; what has ended meanwhile is left out. `put` takes a list in force in
  /// place of the one of the same name. The outlet outlives it.
  RoomLists(AlertOutlet& outlet, const std::vector<RoomChannel>& channels,
            std::function<void(TermedHotlist)> put);

  /// {"do":"add","id","person","reason","mark"[,"action","markers","owner","authoriser","priority","hours"]}
  [[nodiscard]] DeskAnswer add(const DeskRequest& request);
  /// {"do":"cancel","id","person","reason","mark"}
  [[nodiscard]] DeskAnswer cancel(const DeskRequest& request);

  /// Takes every entry of a folded mark out; the text to keep. On the alerts thread, while the desk waits.
  [[nodiscard]] KeptText forget(const std::string& channel, const std::string& mark);

  /// Takes entries out of force that have ended; call it every few seconds.
  void expire(CaptureTime now);

 private:
  struct Room {
    RoomList list;
    bool restricted = false;
  };

  AlertOutlet& outlet_;
  std::function<void(TermedHotlist)> put_;
  std::mutex lock_;  // over the rooms
  std::map<std::string, Room> rooms_;
};

}  // namespace nightjar
