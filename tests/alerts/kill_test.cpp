// Worker and consumer under load, either killed at any moment; NIGHTJAR_KILLS says how often (8).
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include "alerts/subscriber.hpp"
#include "tests/alerts/made_worker.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

/// A process that does one thing until it is killed. Made before any thread of the test.
class Victim {
 public:
  explicit Victim(const std::function<void()>& life) : pid_(::fork()) {
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

SubscriberOptions consumer_of(const TemporaryFolder& folder, const std::string& stream) {
  SubscriberOptions options;
  options.since = StreamSeq{stream, 0};
  options.channels = {{MadeWorker::live(folder.path()), MadeWorker::desk(folder.path())}};
  options.place = folder.path() / "place";
  return options;
}

/// Raises alerts and amends each, as fast as the disk takes them.
void work(const TemporaryFolder& folder, int life) {
  MadeWorker worker(folder.path());
  for (int i = 0;; ++i) {
    const std::string alert = std::to_string(life) + "-" + std::to_string(i);
    worker.post(alert);
    worker.post(alert, AlertHappening::amended, 20);
    if (i % 3 != 0) worker.post(alert, AlertHappening::withdrawn);
  }
}

/// Puts down what it is shown, a line an event, before it asks for more.
class Room {
 public:
  Room(const TemporaryFolder& folder, const std::string& stream) : subscriber_(consumer_of(folder, stream)) {
    file_.open(folder.path() / "shown", std::ios::app);
  }
  /// Until it is up to date, or for ever.
  bool listen(bool for_ever) {
    const auto until = Steady::now() + 60s;
    LinkState state = LinkState::stale;
    while (for_ever || Steady::now() < until) {
      const auto received = subscriber_.next(20ms);
      if (!received) continue;
      if (const auto* alert = std::get_if<ReceivedAlert>(&*received)) put_down(*alert);
      if (std::holds_alternative<ChainBreak>(*received)) file_ << "broken" << std::endl;
      if (const auto* change = std::get_if<LinkChange>(&*received)) state = change->state;
      if (std::holds_alternative<ReceivedBeat>(*received) && state == LinkState::live && !for_ever)
        return true;
    }
    return false;
  }

 private:
  void put_down(const ReceivedAlert& received) {
    const AlertEvent& event = received.event;
    file_ << event.stream << ' ' << event.seq << ' ' << event.alert << ' ' << event.revision << ' '
          << received.superseded << ' ' << received.perhaps_again << std::endl;
  }

  Subscriber subscriber_;
  std::ofstream file_;
};

struct Shown {
  std::map<std::pair<std::string, std::uint64_t>, int> surely, perhaps;
  std::size_t broken = 0, disorder = 0, torn = 0;
};

Shown read_shown(const TemporaryFolder& folder) {
  Shown shown;
  std::map<std::string, std::uint32_t> revisions;
  std::istringstream lines(file_text(folder.path() / "shown"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string stream, alert;
    std::uint64_t seq = 0;
    std::uint32_t revision = 0;
    bool superseded = false, perhaps = false;
    if (line == "broken") {
      ++shown.broken;
    } else if (!(words >> stream >> seq >> alert >> revision >> superseded >> perhaps)) {
      ++shown.torn;
    } else {
      ++(perhaps ? shown.perhaps : shown.surely)[{stream, seq}];
      std::uint32_t& newest = revisions[alert];
      if (!superseded && !perhaps && revision < newest) ++shown.disorder;
      newest = std::max(newest, revision);
    }
  }
  return shown;
}

TEST(Kills, of_worker_and_consumer_under_load_lose_nothing_and_show_nothing_twice) {
  const char* const wanted = std::getenv("NIGHTJAR_KILLS");
  const int kills = wanted == nullptr ? 8 : std::atoi(wanted);
  const TemporaryFolder folder;
  const std::string stream = Journal(folder.path()).stream();
  std::mt19937 random(std::random_device{}());
  std::optional<Victim> worker, room;
  worker.emplace([&] { work(folder, 0); });
  room.emplace([&] { Room(folder, stream).listen(true); });
  for (int i = 1; i <= kills; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200 + random() % 600));
    if (random() % 2 == 0) {
      worker.reset();
      worker.emplace([&] { work(folder, i); });
    } else {
      room.reset();
      room.emplace([&] { Room(folder, stream).listen(true); });
    }
  }
  worker.reset();
  room.reset();
  MadeWorker idle(folder.path());
  ASSERT_TRUE(Room(folder, stream).listen(false)) << "never up to date";
  const Shown shown = read_shown(folder);
  std::size_t events = 0, lost = 0, doubles = 0;
  JournalReader journal(folder.path());
  for (const JournalChain& chain : journal.chains()) {
    for (std::uint64_t seq = 1; seq <= chain.newest; ++seq) {
      ++events;
      const auto surely = shown.surely.find({chain.stream, seq});
      const bool perhaps = shown.perhaps.contains({chain.stream, seq});
      if (surely == shown.surely.end() && !perhaps) ++lost;
      if (surely != shown.surely.end() && surely->second > 1) ++doubles;
    }
  }
  std::cout << kills << " kills: " << events << " events, " << lost << " lost, " << doubles << " twice, "
            << shown.perhaps.size() << " perhaps again, " << shown.disorder << " out of order\n";
  EXPECT_GT(events, 100U);
  EXPECT_EQ(lost, 0U);
  EXPECT_EQ(doubles, 0U);
  EXPECT_EQ(shown.disorder, 0U);
  EXPECT_EQ(shown.broken, 0U);
  EXPECT_EQ(shown.surely.size() + shown.perhaps.size() >= events, true);
}

}  // namespace
}  // namespace nightjar
