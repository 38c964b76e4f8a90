-- The language an operator has chosen for the console.
ALTER TABLE "operator" ADD COLUMN "language" TEXT;
