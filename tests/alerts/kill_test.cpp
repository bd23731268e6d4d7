// Worker and consumer under load: killed at any moment, their disks full, the link between them cut.
// NIGHTJAR_KILLS says how often (16).
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>

#include "tests/alerts/made_disk.hpp"
#include "tests/alerts/made_link.hpp"
#include "tests/alerts/trial_lives.hpp"
#include "tests/alerts/trial_verdict.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

/// Something that is wrong for a while.
struct Spell {
  std::function<bool()> begin, end;
  std::function<bool()> worsen = [] { return true; };  ///< now and then in between
  int begun = 0;
  std::optional<Steady::time_point> until = {};
};

class Trial {
 public:
  explicit Trial(TrialStage stage) : stage_(std::move(stage)), stream_(first_stream(stage_)) {
    start_worker();
    start_room();
  }

  void run(int faults, std::vector<Spell*> spells) {
    for (int i = 0; i < faults; ++i) {
      std::this_thread::sleep_for(random_ms(200, 1200));
      for (Spell* spell : spells) {
        if (!spell->until) continue;
        if (Steady::now() >= *spell->until) {
          end(*spell);
        } else if (random_() % 2 == 0) {
          EXPECT_TRUE(spell->worsen());
        }
      }
      const std::size_t kind = random_() % (3 + spells.size());  // kills are about half of a mix
      if (kind >= 3 && !spells[kind - 3]->until) {
        begin(*spells[kind - 3]);
      } else if (random_() % 2 == 0) {
        ++killed_workers_;
        start_worker();
      } else {
        ++killed_rooms_;
        start_room();
      }
      if ((i + 1) % 100 == 0) std::cout << i + 1 << " of " << faults << std::endl;
    }
    for (Spell* spell : spells)
      if (spell->until) end(*spell);
    worker_.reset();
    room_.reset();
  }

  /// What is left, once a worker is back, and a consumer has caught up.
  std::optional<TrialVerdict> verdict() {
    MadeWorker idle(stage_.worker, {{"open", stage_.live}}, {{"open", stage_.desk}}, 50ms,
                    AlertDeliveryOptions().now);
    if (!TrialRoom(stage_, stream_).listen(120s)) return std::nullopt;
    return judge(stage_);
  }
  [[nodiscard]] int killed_workers() const { return killed_workers_; }
  [[nodiscard]] int killed_rooms() const { return killed_rooms_; }

 private:
  static std::string first_stream(const TrialStage& stage) { return Journal(stage.worker).stream(); }
  std::chrono::milliseconds random_ms(unsigned least, unsigned most) {
    return std::chrono::milliseconds(least + random_() % (most - least));
  }
  void start_worker() {
    worker_.reset();
    worker_.emplace([stage = stage_, life = killed_workers_] { live_as_worker(stage, life); });
  }
  void start_room() {
    room_.reset();
    room_.emplace([stage = stage_, stream = stream_] { live_as_room(stage, stream); });
  }
  void begin(Spell& spell) {
    EXPECT_TRUE(spell.begin());
    ++spell.begun;
    spell.until = Steady::now() + (random_() % 50 == 0 ? random_ms(8000, 25'000) : random_ms(200, 3000));
  }
  static void end(Spell& spell) {
    EXPECT_TRUE(spell.end());
    spell.until.reset();
  }

  TrialStage stage_;
  std::string stream_;
  std::mt19937 random_{std::random_device{}()};
  std::optional<Victim> worker_, room_;
  int killed_workers_ = 0, killed_rooms_ = 0;
};

TEST(Kills, of_worker_and_consumer_under_load_lose_nothing_and_show_nothing_twice) {
  const TemporaryFolder folder;
  Trial trial({folder.path(), folder.path(), folder.path(), MadeWorker::live(folder.path()),
               MadeWorker::desk(folder.path())});
  trial.run(8, {});
  const auto verdict = trial.verdict();
  ASSERT_TRUE(verdict) << "never up to date";
  std::cout << *verdict << "\n";
  expect_nothing_wrong(*verdict);
}

TEST(Kills, full_disks_and_cut_links_under_load_lose_nothing_and_show_nothing_twice) {
  std::string why = enter_own_namespaces(CLONE_NEWNS | CLONE_NEWNET);
  MadeLink link;
  if (why.empty()) why = link.set_up();
  if (!why.empty()) {
    std::cerr << "NOT RUN: " << why << "\n";
    GTEST_SKIP() << why;
  }
  const char* const wanted = std::getenv("NIGHTJAR_KILLS");
  const int faults = wanted == nullptr ? 16 : std::atoi(wanted);
  const TemporaryFolder folder;
  MadeDisk worker_disk(folder.path() / "worker"), room_disk(folder.path() / "room");
  ASSERT_TRUE(worker_disk.made() && room_disk.made()) << "no disk can be mounted";
  std::mt19937 random(std::random_device{}());
  const auto fill = [&](MadeDisk& disk) { return disk.fill(random() % 16 * 4096); };
  // What the worker gives up of its reserve does not stay free for long.
  Spell worker_full{[&] { return fill(worker_disk); }, [&] { return worker_disk.empty(); },
                    [&] { return fill(worker_disk); }};
  Spell room_full{[&] { return fill(room_disk); }, [&] { return room_disk.empty(); }};
  Spell cut{[&] { return link.cut(); }, [&] { return link.mend(); }};
  Trial trial({worker_disk.folder(), room_disk.folder(), folder.path(), "tcp://127.0.0.1:5560",
               "tcp://127.0.0.1:5561"});
  trial.run(faults, {&worker_full, &room_full, &cut});
  const auto verdict = trial.verdict();
  std::cout << trial.killed_workers() << " workers and " << trial.killed_rooms() << " consumers killed, "
            << worker_full.begun << " and " << room_full.begun << " of their disks filled, " << cut.begun
            << " cuts" << std::endl;
  ASSERT_TRUE(verdict) << "never up to date";
  std::cout << *verdict << std::endl;
  expect_nothing_wrong(*verdict);
}

}  // namespace
}  // namespace nightjar
