#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/alerts/duty_worker.hpp"

namespace nightjar {
namespace {

TEST(AlertOutletJudging, delivers_what_a_swap_undoes_before_what_waits) {
  const TemporaryFolder folder;
  DutyWorker worker(folder.path());
  Listener listener(worker.outlet().endpoint_of("open"));
  (void)listener.next("beat");
  worker.outlet().post(raised());
  EXPECT_EQ(next_event(listener).event, AlertHappening::raised);
  // The alerts thread is held up, so that everything below waits together.
  std::jthread busy([&] {
    worker.outlet().run_errand(
        [](AlertDelivery&) { std::this_thread::sleep_for(std::chrono::milliseconds(200)); });
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  AlertParcel other = raised("b1");
  other.event.incident = "another";
  other.event.vehicle->entries[0].mark = "XY99ZZZ";
  worker.outlet().post(other);
  worker.outlet().judge(made_lists("XY99ZZZ,STOP,,Seen at three burglaries,DC Example\n"));
  const AlertEvent first = next_event(listener);
  EXPECT_EQ(first.event, AlertHappening::withdrawn);
  EXPECT_EQ(first.alert, "a1");
  EXPECT_EQ(next_event(listener).alert, "b1");
}

TEST(AlertOutletJudging, lets_a_withdrawal_overtake_others_but_not_its_own_alert) {
  const TemporaryFolder folder;
  DutyWorker worker(folder.path());
  Listener listener(worker.outlet().endpoint_of("open"));
  (void)listener.next("beat");
  std::jthread busy([&] {
    worker.outlet().run_errand(
        [](AlertDelivery&) { std::this_thread::sleep_for(std::chrono::milliseconds(200)); });
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  AlertParcel other = raised("b1");
  other.event.incident = "another";
  AlertParcel gone = raised("a1");
  gone.event.event = AlertHappening::withdrawn;
  worker.outlet().post(raised("a1"));
  worker.outlet().post(other);
  worker.outlet().post(gone);
  EXPECT_EQ(next_event(listener).alert, "a1");
  EXPECT_EQ(next_event(listener).event, AlertHappening::withdrawn);
  EXPECT_EQ(next_event(listener).alert, "b1");
  worker.outlet().drain();
  const AlertCounts counts = worker.outlet().counts();
  EXPECT_EQ(counts.posted + counts.own,
            counts.delivery.delivered + counts.delivery.said_already + counts.waiting);
}

}  // namespace
}  // namespace nightjar
