-- Under which heading of the chair's conclusion a conclusion stands: 'Về nhiệm vụ 6 tháng cuối năm'. Empty: under none.
ALTER TABLE decision ADD COLUMN section text NOT NULL DEFAULT '';
