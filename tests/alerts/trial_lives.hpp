#pragma once

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "alerts/alert_names.hpp"
#include "alerts/subscriber.hpp"
#include "tests/alerts/made_worker.hpp"

namespace nightjar {

/// Where a trial takes place: the worker's disk, the consumer's, and a notebook that nothing happens to.
struct TrialStage {
  std::filesystem::path worker, room, notebook;
  std::string live, desk;  ///< endpoints
};

/// A process that does one thing until it is killed. Made before any thread of the test.
class Victim {
 public:
  explicit Victim(const std::function<void()>& life) : pid_((std::fflush(nullptr), ::fork())) {
    if (pid_ != 0) return;
    life();
    std::_Exit(0);
  }
  ~Victim() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

 private:
  pid_t pid_;
};

/// The worker of a trial, at the machine's own time, as a life after another must not repeat it.
class TrialWorker {
 public:
  explicit TrialWorker(const TrialStage& stage)
      : worker_(stage.worker, {{"open", stage.live}}, {{"open", stage.desk}}, std::chrono::milliseconds(50),
                AlertDeliveryOptions().now),
        confirmed_(stage.notebook / "confirmed", std::ios::app) {}

  /// Raises alerts, amends each and withdraws most, for ever; puts down what the disk has taken.
  void work(int life) {
    for (int i = 0;; ++i) {
      const std::string alert = std::to_string(life) + "-" + std::to_string(i);
      say(alert, AlertHappening::raised, 10);
      say(alert, AlertHappening::amended, 20);
      if (i % 50 != 0) say(alert, AlertHappening::withdrawn, 10);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

 private:
  void say(const std::string& alert, AlertHappening what, int priority) {
    worker_.post(alert, what, priority);
    said_.push_back(alert + " " + std::string(name_of(what)));
    if (worker_.counts().delivery.unwritten > 0) return;
    for (const std::string& line : said_) confirmed_ << line << '\n';
    confirmed_.flush();
    said_.clear();
  }

  MadeWorker worker_;
  std::ofstream confirmed_;
  std::vector<std::string> said_;
};

/// A worker that is started again where the disk does not even let it open the journal.
inline void live_as_worker(const TrialStage& stage, int life) {
  while (true) {
    try {
      TrialWorker(stage).work(life);
    } catch (const JournalError& error) {
      if (error.cause() != JournalError::Cause::refused)
        std::ofstream(stage.notebook / "faults", std::ios::app) << "worker: " << error.what() << std::endl;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

/// Puts down what it is shown, a line an event, before it asks for more.
class TrialRoom {
 public:
  TrialRoom(const TrialStage& stage, const std::string& stream)
      : subscriber_(options(stage, stream)), file_(stage.notebook / "shown", std::ios::app) {
    file_ << "# start" << std::endl;
  }

  /// Until it is up to date, or for so long.
  bool listen(std::chrono::steady_clock::duration longest, bool for_ever = false) {
    const auto until = std::chrono::steady_clock::now() + longest;
    LinkState state = LinkState::stale;
    while (for_ever || std::chrono::steady_clock::now() < until) {
      const auto received = subscriber_.next(std::chrono::milliseconds(20));
      if (!received) continue;
      if (const auto* alert = std::get_if<ReceivedAlert>(&*received)) put_down(*alert);
      if (std::holds_alternative<ChainBreak>(*received)) file_ << "broken" << std::endl;
      if (const auto* gap = std::get_if<SequenceGap>(&*received))
        file_ << "# gap " << gap->stream << ' ' << gap->first << ' ' << gap->last << std::endl;
      if (const auto* change = std::get_if<StreamChange>(&*received))
        file_ << "# stream " << change->before << ' ' << change->now << ' ' << change->gone << std::endl;
      if (const auto* change = std::get_if<LinkChange>(&*received)) state = change->state;
      if (std::holds_alternative<ReceivedBeat>(*received) && state == LinkState::live && !for_ever)
        return true;
    }
    return false;
  }

 private:
  static SubscriberOptions options(const TrialStage& stage, const std::string& stream) {
    SubscriberOptions options;
    options.since = StreamSeq{stream, 0};
    options.channels = {{stage.live, stage.desk}};
    options.place = stage.room / "place";
    options.stale_after = std::chrono::milliseconds(600);
    return options;
  }
  void put_down(const ReceivedAlert& received) {
    const AlertEvent& event = received.event;
    file_ << event.stream << ' ' << event.seq << ' ' << event.alert << ' ' << event.revision << ' '
          << received.superseded << ' ' << received.perhaps_again << ' ' << event.journalled << ' '
          << hex(sha256(received.json)) << std::endl;
  }

  Subscriber subscriber_;
  std::ofstream file_;
};

/// A consumer that is started again where it cannot keep its place.
inline void live_as_room(const TrialStage& stage, const std::string& stream) {
  while (true) {
    try {
      TrialRoom(stage, stream).listen({}, true);
    } catch (const PlaceError& error) {
      if (std::string(error.what()).find("No space left") == std::string::npos)
        std::ofstream(stage.notebook / "faults", std::ios::app) << "consumer: " << error.what() << std::endl;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace nightjar
