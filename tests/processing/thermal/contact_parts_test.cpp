#include "processing/thermal/contact_parts.hpp"

#include <gtest/gtest.h>

#include <random>

namespace nightjar {
namespace {

const BodyLook kPerson{4, -2, -3}, kAnimal{-2, 4, -3}, kVehicle{-3, -2, 5};

Contact resting(std::uint64_t id, const Eigen::Vector2d& at, double length) {
  PlaneSpot spot;
  spot.length = length;
  Contact contact = new_contact(spot, at, 0.01 * Eigen::Matrix2d::Identity(), {});
  contact.id = id;
  contact.length = length;
  contact.outcome = HeatOutcome::confirmed;
  contact.sightings = 10;
  contact.seen_now = true;
  return contact;
}

Contact pointing(const Contact& contact, const BodyLook& look, const Eigen::Vector2d& to_middle) {
  Contact looked = contact;
  for (int i = 0; i < 3; ++i) looked.note_look({look, to_middle}, {});
  return looked;
}

TEST(AreOne, takes_the_warm_ends_of_a_vehicle_together_by_the_middle_that_both_tell) {
  const Contact a = resting(1, {0, 0}, 2.4), b = resting(2, {3, 0}, 2.2);
  const Eigen::Vector2d right{1.4, 0}, left{-1.2, 0.3};
  EXPECT_TRUE(are_one(pointing(a, kVehicle, right), pointing(b, kVehicle, left), {}));
  EXPECT_FALSE(are_one(pointing(a, kVehicle, {0, 1.5}), pointing(b, kVehicle, {0, 1.5}), {}))
      << "two cars side by side of which the bonnets are seen";
  EXPECT_FALSE(are_one(pointing(a, kPerson, right), pointing(b, kPerson, left), {})) << "two people";
}

TEST(AreOne, takes_a_short_contact_beside_a_long_one_for_its_part) {
  const Contact body = resting(1, {0, 0}, 2.4);
  EXPECT_FALSE(are_one(body, resting(2, {1.5, 0}, 2.2), {}));
  EXPECT_TRUE(are_one(body, resting(2, {1.5, 0}, 0.8), {}));
}

TEST(AreOne, leaves_somebody_beside_a_cow_alone) {
  const Contact cow = pointing(resting(1, {0, 0}, 2.4), kAnimal, {0, 0});
  const Contact beside = resting(2, {1.1, 0}, 0.8);
  EXPECT_FALSE(are_one(cow, pointing(beside, kPerson, {0, 0}), {}));
  EXPECT_TRUE(are_one(cow, pointing(beside, kAnimal, {0, 0}), {})) << "its head";
  EXPECT_TRUE(are_one(cow, beside, {})) << "nobody looked closer";
  EXPECT_TRUE(
      are_one(pointing(resting(1, {0, 0}, 4.4), kVehicle, {0, 0}), pointing(beside, kPerson, {0, 0}), {}))
      << "a warm part of a car may look like anything";
}

TEST(TakePartsTogether, waits_until_two_that_were_told_have_lain_together_and_keeps_the_vehicles_middle) {
  const Eigen::Vector2d right{1.5, 0}, left{-1.5, 0};
  std::vector<Contact> ends{pointing(resting(1, {0, 0}, 2.4), kVehicle, right),
                            pointing(resting(2, {3, 0}, 2.4), kVehicle, left)};
  for (int i = 0; i < 29; ++i) EXPECT_FALSE(take_parts_together(ends, {}, 0.1, false));
  EXPECT_FALSE(ends[1].ended) << "they may be two";
  for (int i = 0; i < 3; ++i) take_parts_together(ends, {}, 0.1, false);
  EXPECT_TRUE(ends[1].ended);
  EXPECT_FALSE(ends[0].ended);
  EXPECT_LT((ends[0].middle() - Eigen::Vector2d(1.5, 0)).norm(), 1e-9);
}

TEST(TakePartsTogether, leaves_nothing_that_is_a_part_of_another) {
  std::mt19937 chance(7);
  std::uniform_real_distribution<double> metres(0, 25), length(0.3, 5), off(-1.5, 1.5);
  for (int flight = 0; flight < 40; ++flight) {
    std::vector<Contact> contacts;
    for (std::uint64_t id = 1; id <= 40; ++id)
      contacts.push_back(pointing(resting(id, {metres(chance), metres(chance)}, length(chance)),
                                  id % 2 == 0 ? kVehicle : kPerson, {off(chance), off(chance)}));
    while (take_parts_together(contacts, {}, 0, true)) {
    }
    for (std::size_t a = 0; a < contacts.size(); ++a) {
      for (std::size_t b = 0; b < contacts.size(); ++b) {
        if (a == b || contacts[a].ended || contacts[b].ended) continue;
        EXPECT_FALSE(are_one(contacts[a], contacts[b], {}));
      }
    }
  }
}

}  // namespace
}  // namespace nightjar
