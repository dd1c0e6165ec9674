-- Members who stayed away of whom nobody said whether with a reason: 'có mặt 26/29' is an attendance, and adds up.
ALTER TABLE attendance ADD COLUMN absent_unexplained integer NOT NULL DEFAULT 0;
ALTER TABLE attendance DROP CONSTRAINT attendance_sum;
ALTER TABLE attendance
  ADD CONSTRAINT attendance_unexplained CHECK (absent_unexplained >= 0) NOT VALID,
  ADD CONSTRAINT attendance_sum CHECK (
    total - (exempt - exempt_present) - (temporary_out - temporary_out_present) + temporary_in
      = present + absent_with_reason + absent_without_reason + absent_unexplained) NOT VALID;
