#include "processing/thermal/heat_class.hpp"

#include <gtest/gtest.h>

namespace nightjar {
namespace {

TEST(HeatClass, tells_apart_by_size_and_speed_and_says_so_when_it_cannot) {
  EXPECT_EQ(class_of({1.0, 0.5, 0, false}).heat_class, HeatClass::person);
  EXPECT_EQ(class_of({4.2, 1.8, 0, false}).heat_class, HeatClass::vehicle);
  EXPECT_EQ(class_of({0.35, 0.2, 0, false}).heat_class, HeatClass::animal);
  EXPECT_EQ(class_of({1.75, 0.6, 0, false}).heat_class, HeatClass::unknown) << "a lying person or a deer";
  EXPECT_EQ(class_of({}).heat_class, HeatClass::unknown);
}

TEST(HeatClass, says_how_likely_two_looks_are_of_one_class) {
  const BodyLook person{6, 0, 0}, animal{0, 6, 0}, doubtful{3, 3, -6};
  EXPECT_GT(same_class(person, person), 0.98);
  EXPECT_LT(same_class(person, animal), 0.02);
  EXPECT_NEAR(same_class(person, doubtful), 0.5, 0.02);
}

}  // namespace
}  // namespace nightjar
