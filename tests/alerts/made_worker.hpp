#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "alerts/catch_up_duties.hpp"
#include "alerts/desk.hpp"
#include "alerts/desk_client.hpp"
#include "alerts/event_removal.hpp"
#include "alerts/journal_reader.hpp"
#include "alerts/trail_duty.hpp"
#include "tests/alerts/made_alerts.hpp"

namespace nightjar {

/// A worker's outlet and desk with two channels, on real sockets and disk, at endpoints that stay the same
/// when it starts again in the same folder.
class MadeWorker {
 public:
  explicit MadeWorker(const std::filesystem::path& folder)
      : MadeWorker(folder, {{"open", live(folder)}, {"restricted", live(folder, "restricted")}},
                   {{"open", desk(folder)}, {"restricted", desk(folder, "restricted")}}) {}
  /// Its one channel `open` is encrypted.
  MadeWorker(const std::filesystem::path& folder, const std::shared_ptr<KeyGate>& gate)
      : MadeWorker(folder, {{"open", live(folder)}}, {{"open", desk(folder)}}, std::chrono::milliseconds(50),
                   seconds_apart(), gate) {}
  MadeWorker(const std::filesystem::path& folder, std::vector<LiveChannel> lives,
             std::vector<DeskChannel> desks,
             std::chrono::milliseconds beat_every = std::chrono::milliseconds(50),
             std::function<CaptureTime()> now = seconds_apart(), const std::shared_ptr<KeyGate>& gate = {})
      : folder_(folder),
        outlet_(outlet_options(folder, std::move(lives), beat_every, std::move(now), gate)),
        desk_(desk_options(std::move(desks), gate),
              {{"snapshot", snapshot_duty(outlet_, folder)},
               {"since", since_duty(outlet_, folder)},
               {"trail", trail_duty(folder)},
               {"evidence", evidence_duty(outlet_, folder, {"restricted"})}}) {}

  static std::string live(const std::filesystem::path& folder, const std::string& channel = "open") {
    return "ipc://" + (folder / ("live-" + channel)).string();
  }
  static std::string desk(const std::filesystem::path& folder, const std::string& channel = "open") {
    return "ipc://" + (folder / ("desk-" + channel)).string();
  }

  DeskReply ask(nlohmann::ordered_json request, const std::string& channel = "open") {
    return DeskClient(desk(folder_, channel)).ask(std::move(request));
  }
  void post(const std::string& alert, AlertHappening what = AlertHappening::raised, int priority = 10,
            const std::string& channel = "open") {
    AlertParcel parcel = made_parcel(alert, channel);
    parcel.event.event = what;
    parcel.event.priority = priority;
    parcel.event.vehicle->mark = alert;  // so that no incident takes it for the same vehicle
    parcel.event.incident = alert;
    post(std::move(parcel));
  }
  void post(AlertParcel parcel) {
    outlet_.post(std::move(parcel));
    outlet_.drain();
  }
  [[nodiscard]] AlertCounts counts() const { return outlet_.counts(); }
  [[nodiscard]] std::string stream() {
    std::string stream;
    outlet_.run_errand([&](AlertDelivery& delivery) { stream = delivery.journal().stream(); });
    return stream;
  }
  [[nodiscard]] std::string head() {
    Sha256 head{};
    outlet_.run_errand([&](AlertDelivery& delivery) { head = delivery.journal().end_of("open").head; });
    return hex(head);
  }
  void erase(std::uint64_t seq) {
    const auto rows = JournalReader(folder_).rows({stream(), "open", 0}, seq - 1, 1);
    const JournalRow& row = rows.at(0);
    const std::vector<HeldEvent> going{
        {row.number, row.stream, row.channel, row.seq, row.alert, row.text.value(), row.at_ms}};
    outlet_.run_errand([&](AlertDelivery& delivery) { (void)delivery.erase(going, AuditRecord{}); });
  }

 private:
  /// Each event a second after the one before, so that the order does not hang on the machine's speed.
  static std::function<CaptureTime()> seconds_apart() {
    return [ms = std::make_shared<std::int64_t>(0)] { return evening(*ms += 1000); };
  }
  static AlertOutletOptions outlet_options(const std::filesystem::path& folder,
                                           std::vector<LiveChannel> channels,
                                           std::chrono::milliseconds beat_every,
                                           std::function<CaptureTime()> now,
                                           const std::shared_ptr<KeyGate>& gate) {
    AlertOutletOptions options;
    options.delivery.publisher.gate = gate;
    options.delivery.journal = folder;
    options.delivery.publisher.channels = std::move(channels);
    options.delivery.now = std::move(now);
    options.delivery.book.escalation = {};  // its minutes pass in no time
    options.beat_every = beat_every;
    return options;
  }
  static DeskOptions desk_options(std::vector<DeskChannel> channels, const std::shared_ptr<KeyGate>& gate) {
    DeskOptions options;
    options.gate = gate;
    options.channels = std::move(channels);
    return options;
  }

  std::filesystem::path folder_;
  AlertOutlet outlet_;
  Desk desk_;
};

}  // namespace nightjar
